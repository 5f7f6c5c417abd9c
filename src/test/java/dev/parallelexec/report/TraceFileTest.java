package dev.parallelexec.report;

import static dev.parallelexec.report.Story.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parallelexec.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A trace is what Perfetto's importer of JSON takes: each event has its phase, its process and
 * thread as numbers and its time in microseconds; slices of a thread do not overlap; what begins
 * asynchronously ends.
 */
class TraceFileTest {
  /** Midnight of the first day of 2026, in microseconds. */
  private static final long STARTED = 1_767_225_600_000_000L;

  @TempDir Path base;

  @Test
  void aTraceHasAttemptsWorkersAndCounters() throws IOException {
    List<Map<String, Object>> events = events(new Typical(base).end().file("trace.json"));
    assertThat(events)
        .anySatisfy(
            event ->
                assertThat(event)
                    .containsEntry("ph", "X")
                    .containsEntry("pid", 1L)
                    .containsEntry("tid", 2L)
                    .containsEntry("name", "native.yaml")
                    .containsEntry("cat", "crashed")
                    .containsEntry("ts", STARTED + 500_000)
                    .containsEntry("dur", 400_000L)
                    .containsEntry("args.outcome", "crashed"))
        .anySatisfy(
            event ->
                assertThat(event)
                    .containsEntry("name", "worker starts")
                    .containsEntry("tid", 1L)
                    .containsEntry("dur", 200_000L))
        .anySatisfy(
            event ->
                assertThat(event)
                    .containsEntry("ph", "M")
                    .containsEntry("name", "process_name")
                    .containsEntry("args.name", "parallel-exec gen"))
        .anySatisfy(
            event ->
                assertThat(event)
                    .containsEntry("ph", "C")
                    .containsEntry("name", "memory of worker 2")
                    .containsEntry("args.MiB", 300L));
    assertThat(named(events, "X")).hasSize(8 + 3);
  }

  @Test
  void whatWaitedIsShown() throws IOException {
    Story story = new Story(base, 1);
    Task task = task(0, "patient");
    story.listener().submitted(task, 1);
    story.passes(70).starts(task, 1).passes(10).passes(task, 1, "1", 10).end(80);
    List<Map<String, Object>> events = events(story.directory().resolve("trace.json"));
    assertThat(named(events, "b").get(0))
        .containsEntry("ts", STARTED)
        .containsEntry("name", "waits: patient");
    assertThat(named(events, "e").get(0)).containsEntry("ts", STARTED + 70_000);
  }

  @Test
  void veryManyAttemptsAreDrawnTogether() throws IOException {
    int count = 50_000;
    Story story = new Story(base, count);
    for (int i = 0; i < count; i++) {
      Task task = task(i, "item");
      int slot = 1 + i % 2;
      story.starts(task, slot).passes(1).passes(task, slot, "0", i % 500 == 0 ? 40 : 1);
    }
    story.end(count);
    Path file = story.directory().resolve("trace.json");
    List<Map<String, Object>> events = events(file);
    assertThat(named(events, "X")).hasSizeBetween(2_000, 5_000);
    assertThat(Files.size(file)).isLessThan(10_000_000);
  }

  @Test
  void theExecutionsOfARunAreOneTraceTogether() throws IOException {
    new Typical(base).end();
    Path other = base.resolve("target/parallel-exec/earlier");
    Files.createDirectories(other);
    Path trace = base.resolve("target/parallel-exec/gen/trace.json");
    Files.writeString(
        other.resolve("trace.json"), Files.readString(trace).replace("run-1", "run-0"));
    Files.copy(trace.resolveSibling("status.json"), other.resolve("status.json"));
    Path third = base.resolve("target/parallel-exec/third");
    Files.createDirectories(third);
    for (String name : List.of("trace.json", "status.json")) {
      Files.copy(trace.resolveSibling(name), third.resolve(name));
    }
    new Typical(base).end();
    List<Map<String, Object>> all = events(base.resolve("target/parallel-exec/trace.json"));
    List<Map<String, Object>> one = events(trace);
    assertThat(all).hasSize(2 * one.size());
    assertThat(all).extracting(event -> event.get("pid")).containsOnly(1L, 2L);
  }

  private static List<Map<String, Object>> named(List<Map<String, Object>> events, String phase) {
    return events.stream().filter(event -> phase.equals(event.get("ph"))).toList();
  }

  /** Checked; nested objects are flattened to {@code args.name}. */
  private static List<Map<String, Object>> events(Path file) throws IOException {
    List<Map<String, Object>> events = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (!"traceEvents".equals(parser.nextFieldName())) {
        parser.nextToken();
        parser.skipChildren();
      }
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        Map<String, Object> event = new HashMap<>();
        fill(parser, "", event);
        events.add(event);
      }
      assertThat(parser.nextToken()).isEqualTo(JsonToken.END_OBJECT);
      assertThat(parser.nextToken()).isNull();
    }
    check(events);
    return events;
  }

  private static void fill(JsonParser parser, String prefix, Map<String, Object> event)
      throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      switch (value) {
        case START_OBJECT -> fill(parser, prefix + name + ".", event);
        case VALUE_NUMBER_INT -> event.put(prefix + name, parser.getLongValue());
        default -> event.put(prefix + name, parser.getText());
      }
    }
  }

  private static void check(List<Map<String, Object>> events) {
    Map<String, Long> ends = new HashMap<>();
    List<Map<String, Object>> slices = new ArrayList<>(named(events, "X"));
    slices.sort(Comparator.comparing(event -> (Long) event.get("ts")));
    for (Map<String, Object> slice : slices) {
      String thread = slice.get("pid") + "." + slice.get("tid");
      long from = (Long) slice.get("ts");
      assertThat(from).as("%s", slice).isGreaterThanOrEqualTo(ends.getOrDefault(thread, 0L));
      ends.put(thread, from + (Long) slice.get("dur"));
    }
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event).containsKeys("ph", "name");
              assertThat(event.get("pid")).isInstanceOf(Long.class);
              assertThat(event.get("tid")).isInstanceOf(Long.class);
              assertThat(event.get("ts")).isInstanceOf(Long.class);
            });
    assertThat(named(events, "b")).hasSameSizeAs(named(events, "e"));
  }
}
