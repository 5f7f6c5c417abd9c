package dev.parallelexec.history;

import static dev.parallelexec.history.Runs.copy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.history.Runs.Body;
import dev.parallelexec.history.Runs.Job;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.Past.Known;
import dev.parallelexec.task.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a resumed run leaves out. */
class ResumeTest {
  private static final Asked PLAIN = asked(Resume.NONE, false);
  private static final Asked FAILED = asked(Resume.FAILED, false);
  private static final Asked UNFINISHED = asked(Resume.UNFINISHED, false);

  private static final Body PASSES = dir -> "1";
  private static final Body FAILS =
      dir -> {
        throw new IOException("fails");
      };
  private static final Body CANCELLED =
      dir -> {
        throw new IOException("cancelled");
      };

  @TempDir Path basedir;
  private Runs runs;

  @BeforeEach
  void module() {
    runs = new Runs(basedir);
  }

  private static Asked asked(Resume resume, boolean reduced) {
    return new Asked(false, true, false, reduced, false, resume);
  }

  private static Job job(String id, Body body) {
    return new Job(id, id, List.of(), List.of(), body);
  }

  /** The list: a passes, b fails, c is cancelled, d passes; then all of them would pass. */
  private List<Job> last() throws EngineException {
    List<Job> first =
        List.of(job("a", PASSES), job("b", FAILS), job("c", CANCELLED), job("d", PASSES));
    runs.run(PLAIN, first);
    return first.stream().map(job -> job.with(PASSES)).toList();
  }

  private List<String> ran(Asked asked, List<Job> jobs) throws EngineException {
    return List.copyOf(runs.run(asked, jobs).ran);
  }

  @Test
  void failedRunsWhatFailed() throws Exception {
    assertThat(ran(FAILED, last())).containsExactly("b");
    assertThat(runs.leftOut).containsExactly("a", "c", "d");
    assertThat(runs.notices).isEmpty();
  }

  @Test
  void unfinishedRunsWhatDidNotPass() throws Exception {
    assertThat(ran(UNFINISHED, last())).containsExactly("b", "c");
  }

  @Test
  void whatIsLeftOutIsNotTold() throws Exception {
    last();
    try (History history = runs.open(FAILED)) {
      Known known = history.known(job("a", PASSES).task(0));
      assertThat(known).isNotNull();
      assertThat(known.told()).isFalse();
      assertThat(known.attempt().outcome()).isEqualTo(Outcome.UP_TO_DATE);
    }
  }

  @Test
  void aChainOfResumedRunsGoesOn() throws Exception {
    List<Job> jobs = last();
    assertThat(ran(FAILED, List.of(jobs.get(0), job("b", FAILS), jobs.get(2), jobs.get(3))))
        .containsExactly("b");
    assertThat(ran(FAILED, jobs)).containsExactly("b");
    assertThat(ran(FAILED, jobs)).isEmpty();
    assertThat(ran(UNFINISHED, jobs)).containsExactly("c");
    assertThat(ran(UNFINISHED, jobs)).isEmpty();
  }

  @Test
  void aResumedRunMayBeKilled() throws Exception {
    List<Job> jobs = last();
    runs.killed(UNFINISHED, jobs, 0);
    assertThat(runs.why(FAILED, jobs.get(1))).isEqualTo("its outcome in the last run was failed");
    assertThat(ran(UNFINISHED, jobs)).containsExactly("b", "c");
  }

  @Test
  void whatIsNewOrChangedRuns() throws Exception {
    List<Job> jobs = new ArrayList<>(last());
    jobs.set(0, jobs.get(0).arguing("changed"));
    jobs.add(job("e", PASSES));
    assertThat(ran(FAILED, jobs)).containsExactly("a", "b", "e");
    assertThat(runs.debugs).contains("The task e runs: it is new or changed since the last run");
  }

  @Test
  void whatTheLastRunDidNotReachHasNotFailed() throws Exception {
    List<Job> first = List.of(job("a", PASSES), job("b", FAILS), job("c", PASSES));
    try (History history = runs.open(PLAIN)) {
      assertThat(history.known(first.get(1).task(1))).isNull();
      history.ended(Runs.failed(first.get(1).task(1)), new byte[0]);
    }
    List<Job> jobs =
        List.of(first.get(0), first.get(1).arguing("mended").with(PASSES), first.get(2));
    assertThat(ran(FAILED, jobs)).containsExactly("b");
    assertThat(runs.notices)
        .containsExactly(
            "Left out: 2 tasks that the last run did not reach; resume=unfinished" + " runs them");
    assertThat(ran(UNFINISHED, jobs)).containsExactly("a", "c");
    assertThat(ran(UNFINISHED, jobs)).isEmpty();
  }

  @Test
  void withoutALastRunAllRun() throws Exception {
    assertThat(ran(FAILED, List.of(job("a", PASSES)))).containsExactly("a");
    assertThat(runs.notices).containsExactly("There is no last run to resume: all tasks run");
  }

  @Test
  void equalTasksAreCounted() throws Exception {
    Job same = job("x", PASSES).arguing("same");
    runs.run(PLAIN, List.of(same, same.named("x#1").with(FAILS), same.named("x#2")));
    List<Job> jobs = List.of(same, same.named("x#1"), same.named("x#2"), same.named("x#3"));
    assertThat(ran(FAILED, jobs)).containsExactly("x#1", "x#3");
  }

  @Test
  void theReducerGetsWhatWasLeftOut() throws Exception {
    Job kept = job("a", PASSES).arguing("object a");
    runs.run(PLAIN, List.of(kept, job("b", PASSES)));
    Asked reduced = asked(Resume.FAILED, true);
    assertThat(runs.why(reduced, job("b", PASSES)))
        .isEqualTo("its result was not kept as the reducer needs it");
    try (History history = runs.open(reduced)) {
      Known known = history.known(kept.task(0));
      assertThat(known).isNotNull();
      assertThat(known.object()).isEqualTo(Runs.bytes("object a"));
      assertThat(known.attempt().value()).isEqualTo("1");
    }
  }

  @Test
  void codeMayChangeButOutputsMustBeThere() throws Exception {
    Asked failed = new Asked(true, true, false, false, false, Resume.FAILED);
    runs.write("src/a.txt", "1");
    Job a = copy("a", "src/a.txt", "out/a.txt");
    Job b = copy("b", "src/a.txt", "out/b.txt");
    runs.run(a, b.with(FAILS));
    runs.around.put("the class path", "mended.jar");
    assertThat(ran(failed, List.of(a, b))).containsExactly("b");
    assertThat(runs.leftOut).containsExactly("a");
    Files.delete(basedir.resolve("out/a.txt"));
    assertThat(ran(failed, List.of(a, b))).containsExactly("a");
    runs.around.put("the class path", "another.jar");
    assertThat(runs.run(a, b).ran).containsExactly("a", "b");
  }
}
