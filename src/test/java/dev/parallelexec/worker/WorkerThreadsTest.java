package dev.parallelexec.worker;

import static dev.parallelexec.task.Call.function;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several attempts at once in a real worker: nothing of one of them is told of another. */
@Timeout(60)
class WorkerThreadsTest {
  private static final String HOMES = "dev.parallelexec.worker.Worker#homes";

  /** Two attempts of one call at once, with the arguments a and b, as numbers 1 and 2. */
  private static Map<Long, Frame.Done> both(Worker worker, Call call) throws IOException {
    worker.openShared(1, 2, call);
    worker.write(Worker.run(1, 0, "a"));
    worker.send(Worker.run(2, 0, "b"));
    Map<Long, Frame.Done> ends = worker.ends(2);
    List<Integer> threads =
        worker.passed.stream()
            .filter(Frame.Started.class::isInstance)
            .map(started -> ((Frame.Started) started).thread())
            .toList();
    assertThat(threads).containsExactlyInAnyOrder(1, 2);
    return ends;
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void whatIsPrintedInPiecesComesWithItsAttempt(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      Map<Long, Frame.Done> ends = both(worker, function("com.acme.Together::say"));
      assertThat(worker.output(1, false)).isEqualTo("a".repeat(200));
      assertThat(worker.output(2, false)).isEqualTo("b".repeat(200));
      assertThat(ends.get(1L).value()).isEqualTo("\"t1\"");
      assertThat(ends.get(2L).value()).isEqualTo("\"t2\"");
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void nobodyClosesTheOutputOfOthers(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      both(worker, function("com.acme.Together::close"));
      assertThat(worker.output(2, false).strip()).isEqualTo("b");
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void anExitEndsItsAttemptAlone(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      Map<Long, Frame.Done> ends = both(worker, function("com.acme.Together::exit"));
      assertThat(ends.get(1L).failure().exitCode()).isEqualTo(5);
      assertThat(ends.get(2L).value()).isEqualTo("\"b\"");
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void mainClassesEndWithTheirOwnCodes(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      Map<Long, Frame.Done> ends = both(worker, Call.mainClass("com.acme.Together", List.of(0)));
      assertThat(ends.get(1L).outcome()).isEqualTo(Outcome.PASSED);
      assertThat(ends.get(2L).failure().exitCode()).isEqualTo(3);
      assertThat(worker.output(1, false).strip()).isEqualTo("a from its thread");
      assertThat(worker.output(2, false).strip()).isEqualTo("b from its thread");
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void anInterruptReachesTheAttemptItIsMeantFor(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.openShared(1, 2, function("com.acme.Together::stay"));
      for (long seq = 1; seq <= 4; seq++) {
        worker.write(Worker.run(seq, 0));
      }
      worker.flush();
      worker.await(Frame.Output.class);
      worker.await(Frame.Output.class);
      worker.send(new Frame.Recall());
      assertThat(worker.await(Frame.Returned.class).seqs()).containsExactly(3L, 4L);
      worker.send(new Frame.Dump(2));
      assertThat(worker.await(Frame.Dumped.class).text())
          .contains("\"parallel-exec task 1\"", "\"parallel-exec task 2\"");
      worker.send(new Frame.Interrupt(2));
      assertThat(worker.ends(1)).containsOnlyKeys(2L);
      worker.send(new Frame.Interrupt(1));
      assertThat(worker.ends(1)).containsOnlyKeys(1L);
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void aThreadThatNoRunningAttemptHasStartedIsTheWorkers(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.openShared(1, 2, function("com.acme.Together::fromACachedThread"));
      worker.done(1, 0, "first");
      worker.done(2, 0, "second");
      assertThat(worker.output(1, false).strip()).isEqualTo("first");
      assertThat(worker.output(2, false)).isEmpty();
      assertThat(worker.output(-1, false).strip()).isEqualTo("second");
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  @EnabledOnOs(OS.LINUX)
  void aProcessIsLeftByWhoStartedIt(Path home) throws IOException {
    Call asMain = Call.mainClass("com.acme.Together$Mother", List.of(0));
    for (Call call : List.of(function("com.acme.Together::bear"), asMain)) {
      try (Worker worker = Worker.ready(home)) {
        Map<Long, Frame.Done> ends = both(worker, call);
        assertThat(ends.get(1L).leaks()).hasSize(1).first().asString().endsWith("(sleep 600)");
        assertThat(ends.get(2L).leaks()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void everyThreadHasItsInstanceAndAllAreClosedAndTheNextListRunsOneAtATime(Path home)
      throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.openShared(1, 2, function("com.acme.Together$Counter::count"));
      for (long seq = 1; seq <= 4; seq++) {
        worker.send(Worker.run(seq, 0, "0"));
      }
      assertThat(worker.ends(4).values()).extracting(Frame.Done::value).containsOnly("1", "2");
      worker.send(new Frame.Close(1));
      assertThat(worker.await(Frame.Closed.class).failure()).isNull();
      assertThat(worker.output(-1, false).lines())
          .containsExactly("closed after 2", "closed after 2");
      worker.open(2, function("com.acme.Numbers::cube"));
      worker.send(new Frame.Run(5, 2, 0, 5, "five", 1, List.of("3"), false, Map.of(), "", false));
      assertThat(worker.await(Frame.Started.class).thread()).isZero();
      assertThat(worker.await(Frame.Done.class).value()).isEqualTo("27");
    }
  }
}
