package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.pool.FailurePolicy;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.TaskResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for tasks that run at once in one worker. */
class TasksTogetherTest extends LocalEngineFixture {
  private final Setting setting = new Setting();

  @Override
  int threads() {
    return 3;
  }

  /** One worker, and three tasks: they run at once, or never end. */
  private ListResult three(String method, List<String> first, List<String> other) throws Exception {
    setting.atOnce = 1;
    return setting.map(Tasks.of(sample(method), List.of(first, other, other)));
  }

  @Test
  void outputAndWhatATaskReadsAboutItselfAreItsOwn() throws Exception {
    setting.atOnce = 1;
    List<List<String>> names = List.of(List.of("a"), List.of("b"), List.of("c"));
    setting.map(Tasks.of(sample("together"), names));
    List<Span> spans = heard.results().stream().map(result -> result.last().span()).toList();
    assertThat(spans).extracting(Span::thread).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(spans).extracting(Span::slot).containsOnly(1);
    for (int i = 0; i < 3; i++) {
      String name = names.get(i).get(0);
      assertThat(heard.values().get(i)).isEqualTo("\"t" + i + spans.get(i).pid() + "\"");
      assertThat(printed("t" + i, "OUT")).isEqualTo(name + " before " + name + " after\n");
      assertThat(printed("t" + i, "ERR")).isEqualTo(name + " err ");
    }
  }

  /** What a task printed to one of its streams. */
  private String printed(String task, String stream) {
    StringBuilder text = new StringBuilder();
    for (String piece : heard.output().split("(?=t\\d\\|)")) {
      String start = task + "|" + stream + "|";
      text.append(piece.startsWith(start) ? piece.substring(start.length()) : "");
    }
    return text.toString();
  }

  @Test
  void anExitEndsItsTaskAlone() throws Exception {
    three("exitTogether", List.of("4"), List.of("0"));
    assertThat(heard.outcomes()).containsExactly("failed", "passed", "passed");
    assertThat(heard.results().get(0).last().failure().exitCode()).isEqualTo(4);
  }

  @Test
  void whenTheirWorkerDiesEachIsTriedAgainAloneAndTheBlameFallsOnOne() throws Exception {
    String here = Files.createDirectory(temp.resolve("here")).toString();
    three("besides", List.of(here, "3", "halt"), List.of(here, "3", "wait"));
    assertThat(heard.outcomes()).containsExactly("crashed", "passed", "passed");
    assertThat(heard.results()).allMatch(result -> result.attempts().size() == 1);
    assertThat(heard.results().get(0).last().failure().message()).contains("died: exit 9");
    for (String id : List.of("t0", "t1", "t2")) {
      assertThat(heard.events().stream().filter(event -> event.endsWith(id + " 1")))
          .as(id)
          .containsExactly(
              "started " + id + " 1", "takenBack " + id + " 1", "started " + id + " 1");
    }
    assertThat(heard.notices()).hasSize(1);
    assertThat(heard.notices().get(0))
        .matches(
            "worker 1 pid \\d+ died while 3 tasks ran in it: exit 9; each of them is tried"
                + " again alone, which is not counted as an attempt: t\\d, t\\d, t\\d");
  }

  @Test
  void whatMayNotRunTwiceIsBlamedWithTheOthers() throws Exception {
    String here = Files.createDirectory(temp.resolve("here")).toString();
    Limits once = new Limits(Duration.ZERO, 0, Set.of(), Duration.ZERO, false);
    setting.atOnce = 1;
    Tasks tasks = new Tasks().add(sample("besides"), once, List.of(here, "2", "halt"));
    setting.map(tasks.add(sample("besides"), once, List.of(here, "3", "wait")));
    assertThat(heard.outcomes()).containsExactly("crashed", "crashed");
    assertThat(heard.events()).noneMatch(event -> event.startsWith("takenBack"));
    for (TaskResult result : heard.results()) {
      assertThat(result.last().failure().message())
          .matches(
              "worker 1 pid \\d+ died: exit 9; t%d ran beside it, and which one ended the"
                      .formatted(1 - result.task().index())
                  + " worker is not known; idempotent is false, so it is not tried again alone");
    }
  }

  @Test
  void aTimeLimitThatEndsTheWorkerCostsTheOthersNothing() throws Exception {
    String here = Files.createDirectory(temp.resolve("here")).toString();
    Limits limits = new Limits(Duration.ofMillis(500), 0, Set.of(), Duration.ZERO, true);
    setting.atOnce = 1;
    Tasks tasks = new Tasks();
    tasks.add(sample("besides"), limits, List.of(here, "3", "ignoreInterrupts"));
    for (int i = 0; i < 2; i++) {
      tasks.add(sample("besides"), Limits.NONE, List.of(here, "3", "wait"));
    }
    setting.map(tasks);
    assertThat(heard.outcomes()).containsExactly("timed-out", "passed", "passed");
    assertThat(heard.results().get(0).last().failure().stack())
        .contains("Sample.ignoreInterrupts(");
    assertThat(heard.notices().get(0))
        .matches(
            "worker 1 pid \\d+ was ended because of t0 \\(limit 500ms\\); what ran beside is tried"
                + " again alone, which is not counted as an attempt: t[12], t[12]");
  }

  @Test
  void aTimeLimitThatIsHeededCostsNoOtherTaskASecondStart() throws Exception {
    Limits limits = new Limits(Duration.ofMillis(300), 0, Set.of(), Duration.ZERO, true);
    setting.atOnce = 1;
    Path meeting = Files.createDirectory(temp.resolve("meeting"));
    Tasks tasks = new Tasks().add(sample("hang"), limits, List.of());
    tasks.add(sample("meet"), Limits.NONE, List.of(meeting.toString(), "2"));
    tasks.add(sample("meet"), Limits.NONE, List.of(meeting.toString(), "2"));
    setting.map(tasks);
    assertThat(heard.outcomes()).containsExactly("timed-out", "passed", "passed");
    assertThat(heard.events()).noneMatch(event -> event.startsWith("takenBack"));
  }

  @Test
  void whoHadNotEnoughMemoryBesideOthersIsTriedAgainAlone() throws Exception {
    String here = Files.createDirectory(temp.resolve("here")).toString();
    three("besides", List.of(here, "3", "fill"), List.of(here, "3", "return"));
    assertThat(heard.outcomes()).containsExactly("out-of-memory", "passed", "passed");
    assertThat(heard.events()).containsOnlyOnce("takenBack t0 1");
    assertThat(heard.results().get(0).attempts()).hasSize(1);
  }

  @Test
  void aListThatWasStoppedTriesNothingAgain() throws Exception {
    String here = Files.createDirectory(temp.resolve("here")).toString();
    setting.atOnce = 1;
    setting.failures = FailurePolicy.FAIL_FAST;
    Tasks tasks = new Tasks().add(sample("besides"), Limits.NONE, List.of(here, "3", "fail"));
    Limits limits = new Limits(Duration.ofSeconds(2), 0, Set.of(), Duration.ZERO, true);
    tasks.add(sample("besides"), limits, List.of(here, "3", "ignoreInterrupts"));
    tasks.add(sample("besides"), Limits.NONE, List.of(here, "3", "wait"));
    setting.killGrace = Duration.ofMillis(200);
    ListResult result = setting.map(tasks);
    assertThat(heard.outcomes()).containsExactly("failed", "timed-out", "crashed");
    assertThat(result.notPassed().get(2).last().failure().message())
        .endsWith(
            "; the worker was ended because of t1 (limit 2s); it cannot be tried again alone,"
                + " because the list was stopped");
    assertThat(result.count(Outcome.CRASHED)).isEqualTo(1);
  }
}
