package dev.parallelexec.report;

import static dev.parallelexec.report.Story.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.PoolListener.Stream;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two builds of the same write the same results, but for what docs/results.md names. */
class EqualResultsTest {
  /** Times, and which worker it was. */
  private static final String VARIES = "\"(started\":\"[^\"]*\"|seconds\":[0-9.]+|slot\":[0-9]+),";

  @TempDir Path base;

  @Test
  void onlyTimesAndSlotsDiffer() throws IOException {
    String one = results(base.resolve("one"), 1, 310);
    String other = results(base.resolve("other"), 2, 7_777);
    assertThat(one).isNotEqualTo(other).containsPattern(VARIES);
    assertThat(one.replaceAll(VARIES, "")).isEqualTo(other.replaceAll(VARIES, ""));
    assertThat(one.replaceAll(VARIES, ""))
        .isEqualTo(
            """
            {"schema":1,"execution":"gen","mode":"map","workers":2,\
            "counts":{"passed":3,"failed":1,"timed-out":0,"crashed":0,"out-of-memory":0,"cancelled":0,"up-to-date":0,"flaky":1},
            "tasks":[
            {"index":0,"id":"a","arguments":["a"],"outcome":"passed","result":1,"attempts":1,"log":"tasks/0000-a.log"},
            {"index":1,"id":"b","arguments":["b"],"outcome":"failed","result":null,"attempts":1,"error":{"message":"no"},"log":"tasks/0001-b.log"},
            {"index":2,"id":"c","arguments":["c"],"outcome":"passed","result":2,"attempts":1},
            {"index":3,"id":"d","arguments":["d"],"outcome":"passed","result":3,"attempts":2,"log":"tasks/0003-d.log"}],
            "value":null}
            """);
  }

  /** The second worker takes other tasks first, and longer. */
  private static String results(Path base, int first, int millis) throws IOException {
    Story story = new Story(base, 4);
    int second = 3 - first;
    for (int slot = 1; slot <= 2; slot++) {
      if (slot == first) {
        story.starts(task(0, "a"), 1).prints(task(0, "a"), Stream.OUT, "text\n");
        story.passes(task(0, "a"), 1, "1", millis / 2);
        story.starts(task(2, "c"), 1).passes(task(2, "c"), 1, "2", millis / 3);
      } else {
        story.starts(task(1, "b"), second);
        story.fails(task(1, "b"), second, Outcome.FAILED, Failure.of("no"), millis / 4);
        story.starts(task(3, "d", 1), first);
        story.fails(task(3, "d", 1), first, Outcome.FAILED, Failure.of("not yet"), millis / 5);
        story.starts(task(3, "d", 1), second).passes(task(3, "d", 1), second, "3", millis / 6);
      }
    }
    story.end(millis);
    return Files.readString(story.directory().resolve("results.json"));
  }
}
