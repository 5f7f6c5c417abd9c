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

/** What the README shows is what the integration tests run, to the letter but for indentation. */
class ReadmeTest {
  private static final Pattern XML = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyPomSnippetIsPartOfAnIntegrationTest() throws IOException {
    Matcher snippets = XML.matcher(Files.readString(Path.of("README.md")));
    List<String> poms = poms();
    int found = 0;
    while (snippets.find()) {
      String snippet = flat(snippets.group(1));
      assertThat(poms).as("POMs with%n%s", snippets.group(1)).anyMatch(p -> p.contains(snippet));
      found++;
    }
    assertThat(found).isPositive();
  }

  private static List<String> poms() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "it"))) {
      return files.filter(f -> f.endsWith("pom.xml")).map(ReadmeTest::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return flat(Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String flat(String xml) {
    return xml.strip().replaceAll(">\\s+<", "><");
  }
}
