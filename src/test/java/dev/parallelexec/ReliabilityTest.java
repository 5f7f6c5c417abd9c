package dev.parallelexec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever promises something in docs/reliability.md names a test that there is. */
class ReliabilityTest {
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Path TESTS = Path.of("src", "test", "java");

  @Test
  void everyPromiseNamesTestsThatExist() throws IOException {
    int found = 0;
    for (String line : Files.readAllLines(Path.of("docs", "reliability.md"))) {
      List<String> columns = List.of(line.split("\\|"));
      if (columns.size() == 4 && !line.startsWith("|--") && !line.endsWith("held by |")) {
        String holders = columns.get(3);
        Matcher names = QUOTED.matcher(holders);
        boolean held = holders.contains("a figure");
        while (names.find()) {
          assertThat(exists(names.group(1))).as("%s, in: %s", names.group(1), line).isTrue();
          held = true;
        }
        assertThat(held).as("somebody holds: %s", line).isTrue();
        found++;
      }
    }
    assertThat(found).as("promises").isGreaterThan(30);
  }

  @Test
  void whatDoesNotExistIsSeen() throws IOException {
    assertThat(exists("ReliabilityTest#whatDoesNotExistIsSeen")).isTrue();
    assertThat(exists("ReliabilityTest#whatDoesExistIsSeen")).isFalse();
    assertThat(exists("NoTest#whatDoesNotExistIsSeen")).isFalse();
    assertThat(exists("no-story")).isFalse();
  }

  private static boolean exists(String name) throws IOException {
    int hash = name.indexOf('#');
    if (hash < 0) {
      return Files.isRegularFile(Path.of("src", "it", name, "pom.xml"));
    }
    Pattern method = Pattern.compile("\\bvoid " + name.substring(hash + 1) + "\\(");
    try (Stream<Path> files = Files.walk(TESTS)) {
      List<Path> classes =
          files.filter(f -> f.endsWith(name.substring(0, hash) + ".java")).toList();
      for (Path file : classes) {
        if (method.matcher(Files.readString(file)).find()) {
          return true;
        }
      }
    }
    return false;
  }
}
