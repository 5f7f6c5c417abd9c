package dev.parallelexec.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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

  @BeforeEach
  void place() {
    file = directory.resolve("some/where/journal.jsonl");
  }

  private LastRun read() {
    return JournalReader.read(file, true, debugs::add);
  }

  private static Entry entry(String id) {
    Fingerprint of =
        new Fingerprint(
            HASH, HASH, "s", List.of("1", "2", "3", "4"), Map.of("src/ü \"a\"}\n.txt", "h"));
    return new Entry(
        id, of, Map.of("x/{y}", "z", "f", "g"), Set.of("f"), "{\"a\":[1e400]}", "QUI=");
  }

  /** The records of a run. */
  private List<byte[]> story() {
    return List.of(
        Records.surroundings(new Surroundings("s", new TreeMap<>(Map.of("the JDK", "17")))),
        Records.entry(entry("a")),
        Records.passed(HASH),
        Records.entry(Entry.left("b \ud83d\ude00", Map.of("x", "y"))),
        Records.ended("c", new End("failed", HASH, "null", "")),
        Records.ended("d", new End("passed", HASH, "7", "QUI=")),
        Records.gone("a"),
        Records.complete());
  }

  private static Map<String, Entry> entries(LastRun run) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    run.tasks.forEach((id, recorded) -> entries.put(id, recorded.entry()));
    return entries;
  }

  /** What can be known of a journal, as text. */
  private static String told(LastRun run) throws IOException {
    ByteArrayOutputStream ends = new ByteArrayOutputStream();
    run.ends.carry(new Journal.Head(ends));
    return entries(run) + " " + run.surroundings + " " + ends + " " + run.complete;
  }

  @Test
  void everythingComesBack() {
    write(story().subList(0, 6));
    LastRun run = read();
    assertThat(entries(run))
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
      write(story().subList(0, count));
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

  /** A disk may do to one bit what it does to a whole block. */
  @Test
  void changedAnywhereItReadsAsAPrefix() throws IOException {
    List<String> prefixes = new ArrayList<>();
    for (int count = 0; count <= story().size(); count++) {
      write(story().subList(0, count));
      prefixes.add(told(read()));
    }
    byte[] whole = Files.readAllBytes(file);
    int head = Records.FORMAT.length + Records.run("r", false).length;
    for (int at = head; at < whole.length; at++) {
      byte[] changed = whole.clone();
      changed[at] ^= 1 << at % 8;
      Files.write(file, changed);
      assertThat(told(read())).as("changed at %s", at).isIn(prefixes);
    }
  }

  private void write(List<byte[]> records) {
    try (Journal journal = begin("r", false)) {
      records.forEach(journal::append);
    }
  }

  private Journal begin(String run, boolean plain) {
    return Journal.begin(file, voice, head -> head.record(Records.run(run, plain)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "{\"run\":\"r\",\"schema\":1}\n", "PXJRNL00", "\0\0\0"})
  void anotherFormatIsNothing(String head) throws IOException {
    Files.createDirectories(file.getParent());
    byte[] whole = Records.run("r", false);
    byte[] first = head.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(first, first.length + whole.length);
    System.arraycopy(whole, 0, all, first.length, whole.length);
    Files.write(file, all);
    assertThat(read().known).isFalse();
    assertThat(JournalReader.plain(file)).isFalse();
  }

  /** As one of another version might be that forgot to say so. */
  @Test
  void recordsOfAnotherShapeAreNothing() throws IOException {
    byte[] task = Records.entry(entry("a"));
    byte[] cut = Arrays.copyOf(task, task.length - 5);
    int length = cut.length - Records.HEADER;
    ByteBuffer.wrap(cut).putInt(length).putInt(Records.sum(cut, Records.HEADER, length));
    write(List.of(cut));
    // What is not looked at first is missed when it is asked for.
    assertThat(entries(read()).get("a").passed()).isFalse();
    write(List.of(Records.passed(HASH), Records.run("again", false)));
    assertThat(read().known).isFalse();
    assertThat(debugs).hasSize(1);
    assertThat(debugs.get(0)).startsWith(file + " cannot be read, nothing is known: ");
  }

  @Test
  void aDirectoryInItsPlaceIsATroubleToldOnce() throws IOException {
    Files.createDirectories(file.resolve("x"));
    try (Journal journal = begin("r", false)) {
      journal.append(Records.complete());
      journal.flush();
    }
    assertThat(read().known).isFalse();
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0)).startsWith("What came of the tasks is not kept in " + file);
  }

  @Test
  void recordsReachTheSystemWithoutACall() {
    try (Journal journal = begin("r", false)) {
      for (int count = 1; count <= 2; count++) {
        int ended = count;
        journal.append(Records.passed(HASH));
        await().until(() -> passes(read()) == ended);
      }
    }
    assertThat(passes(read())).isEqualTo(2);
  }

  private static int passes(LastRun run) {
    int passes = 0;
    while (run.ends.take("x", HASH) != null) {
      passes++;
    }
    return passes;
  }

  @Test
  void aPlainListNeedsLittle() {
    assertThat(JournalReader.plain(file)).isTrue();
    try (Journal journal = begin("r", true)) {
      journal.append(Records.passed(HASH));
    }
    assertThat(Records.passed(HASH)).hasSize(45);
    assertThat(JournalReader.plain(file)).isTrue();
    assertThat(passes(read())).isEqualTo(1);
    assertThat(passes(JournalReader.read(file, false, debugs::add))).isZero();
    write(List.of());
    assertThat(JournalReader.plain(file)).isFalse();
  }
}
