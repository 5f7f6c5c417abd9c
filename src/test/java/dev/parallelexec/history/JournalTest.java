package dev.parallelexec.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a journal says after whatever happened to it. */
class JournalTest {
  private static final String HASH = "0123456789abcdef0123456789abcdef";

  @TempDir Path directory;
  private Path file;
  private final List<String> notices = new ArrayList<>();
  private final List<String> debugs = new ArrayList<>();
  private final Voice voice = new Voice(notices::add, debugs::add, false);
  private final Lines lines = new Lines();

  @BeforeEach
  void place() {
    file = directory.resolve("some/where/journal.jsonl");
  }

  private LastRun read() {
    return JournalReader.read(file, debugs::add);
  }

  private static Entry entry(String id) {
    Fingerprint of =
        new Fingerprint(
            HASH, HASH, "s", List.of("1", "2", "3", "4"), Map.of("src/ü \"a\"}\n.txt", "h"));
    return new Entry(
        id, of, Map.of("x/{y}", "z", "f", "g"), Set.of("f"), "{\"a\":[1e400]}", "QUI=");
  }

  /** The records of a run, a line each. */
  private List<String> story() {
    return List.of(
        lines.surroundings(new Surroundings("s", new TreeMap<>(Map.of("the JDK", "17")))),
        lines.entry(entry("a")),
        lines.passed(HASH),
        lines.entry(Entry.left("b \ud83d\ude00", Map.of("x", "y"))),
        lines.ended("c", new End("failed", HASH, "null", "")),
        lines.ended("d", new End("passed", HASH, "7", "QUI=")),
        lines.gone("a"),
        lines.complete());
  }

  /** What can be known of a journal, as text. */
  private static String told(LastRun run) throws IOException {
    ByteArrayOutputStream ends = new ByteArrayOutputStream();
    run.ends.carry(new Lines(), new Journal.Head(ends));
    return run.entries + " " + run.surroundings + " " + ends + " " + run.complete;
  }

  @Test
  void everythingComesBack() {
    try (Journal journal = Journal.begin(file, voice, head -> head.line(lines.run("r", false)))) {
      story().subList(0, 6).forEach(journal::append);
    }
    LastRun run = read();
    assertThat(run.entries)
        .containsOnly(
            Map.entry("a", entry("a")),
            Map.entry("b \ud83d\ude00", Entry.left("b \ud83d\ude00", Map.of("x", "y"))));
    assertThat(run.surroundings.get("s")).isEqualTo(new Surroundings("s", Map.of("the JDK", "17")));
    assertThat(run.ends.take("c", HASH)).isEqualTo(new End("failed", HASH, "null", ""));
    assertThat(run.ends.take("d", HASH)).isEqualTo(new End("passed", HASH, "7", "QUI="));
    assertThat(run.ends.take("e", HASH)).isEqualTo(End.passed(HASH));
    assertThat(run.ends.take("f", HASH)).isNull();
    assertThat(run.complete).isFalse();
    assertThat(notices).isEmpty();
  }

  @Test
  void tornAnywhereItReadsAsAPrefix() throws IOException {
    List<String> prefixes = new ArrayList<>();
    prefixes.add(told(new LastRun()));
    for (int count = 0; count <= story().size(); count++) {
      try (Journal journal = Journal.begin(file, voice, head -> head.line(lines.run("r", false)))) {
        story().subList(0, count).forEach(journal::append);
      }
      prefixes.add(told(read()));
    }
    byte[] whole = Files.readAllBytes(file);
    int reached = 0;
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      String told = told(read());
      while (!told.equals(prefixes.get(reached))) {
        reached++;
        assertThat(reached).as("no prefix at %s: %s", length, told).isLessThan(prefixes.size());
      }
    }
    assertThat(reached).isEqualTo(prefixes.size() - 1);
  }

  @Test
  void garbageIsPassedOver() throws IOException {
    try (Journal journal = Journal.begin(file, voice, head -> head.line(lines.run("r", false)))) {
      for (String line : story()) {
        journal.append("\0\0\0\0");
        journal.append("{\"task\":\"z\"}");
        journal.append("[1]");
        journal.append("{\"passed\":{\"a\":1}}");
        journal.append("");
        journal.append(line);
      }
    }
    Path clean = directory.resolve("clean");
    try (Journal journal = Journal.begin(clean, voice, head -> head.line(lines.run("r", false)))) {
      story().forEach(journal::append);
    }
    assertThat(told(read())).isEqualTo(told(JournalReader.read(clean, debugs::add)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "{\"run\":\"r\",\"schema\":2,\"plain\":false}\n",
        "{\"run\":\"r\"}\n",
        "no journal\n",
        "\0\0\0"
      })
  void anotherSchemaIsNothing(String head) throws IOException {
    Files.createDirectories(directory.resolve("some/where"));
    Files.writeString(file, head + lines.passed(HASH) + "\n");
    LastRun run = read();
    assertThat(run.known).isFalse();
    assertThat(run.ends.take("a", HASH)).isNull();
  }

  @Test
  void aDirectoryInItsPlaceIsATroubleToldOnce() throws IOException {
    Files.createDirectories(file.resolve("x"));
    try (Journal journal = Journal.begin(file, voice, head -> head.line("x"))) {
      journal.append("y");
      journal.flush();
    }
    assertThat(read().known).isFalse();
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0)).startsWith("What came of the tasks is not kept in " + file);
  }

  @Test
  void linesReachTheSystemWithoutACall() throws IOException {
    try (Journal journal = Journal.begin(file, voice, head -> head.line("first"))) {
      for (String line : List.of("second", "third")) {
        journal.append(line);
        await().until(() -> Files.readString(file).endsWith(line + "\n"));
      }
    }
    assertThat(Files.readString(file)).isEqualTo("first\nsecond\nthird\n");
  }

  @Test
  void theShortestLineIsTheOneThatIsReadQuickly() {
    Path other = directory.resolve("other");
    try (Journal journal = Journal.begin(other, voice, head -> head.line(lines.run("r", true)))) {
      journal.append(lines.passed(HASH));
      journal.append(lines.passed(HASH));
    }
    assertThat(lines.passed(HASH).getBytes(StandardCharsets.UTF_8)).hasSize(45);
    assertThat(JournalReader.plain(other)).isTrue();
    assertThat(JournalReader.plain(file)).isTrue();
    LastRun run = JournalReader.read(other, debugs::add);
    assertThat(run.ends.take("a", HASH)).isEqualTo(End.passed(HASH));
    assertThat(run.ends.take("b", HASH)).isEqualTo(End.passed(HASH));
    assertThat(run.ends.take("c", HASH)).isNull();
  }
}
