package dev.parallelexec.worker;

import static dev.parallelexec.task.Call.function;
import static dev.parallelexec.task.Call.mainClass;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a real worker whose tasks call for the JVM's end, or come close to it. */
class WorkerExitTest {
  private static final String HOMES = "dev.parallelexec.worker.Worker#homes";

  @ParameterizedTest
  @MethodSource(HOMES)
  void anExitInAFunctionFailsItAndTheWorkerStays(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(
          1,
          function("com.acme.Programs::exitCaught"),
          function("com.acme.Programs::exitInThread"),
          function("com.acme.Numbers::cube"));
      Frame.Done zero = worker.done(0, 0, "0");
      assertThat(zero.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(zero.failure().exitCode()).isZero();
      assertThat(zero.failure().message()).isEqualTo("System.exit(0) was called");
      assertThat(zero.retire()).isEmpty();
      Frame.Done other = worker.done(1, 1, "3");
      assertThat(other.failure().exitCode()).isEqualTo(3);
      assertThat(other.retire()).isEmpty();
      assertThat(worker.done(2, 2, "2").value()).isEqualTo("8");
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void aFunctionThatDoesNotEndAfterAnExitRetiresTheWorker(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(
          1, function("com.acme.Programs::exitAndStay"), function("com.acme.Numbers::cube"));
      worker.write(Worker.run(0, 0));
      worker.send(Worker.run(1, 1, "2"));
      assertThat(worker.await(Frame.Returned.class).seqs()).containsExactly(1L);
      Frame.Done done = worker.await(Frame.Done.class);
      assertThat(done.failure().exitCode()).isEqualTo(4);
      assertThat(done.retire()).isNotEmpty();
      worker.send(Worker.run(2, 1, "2"));
      assertThat(worker.await(Frame.Returned.class).seqs()).containsExactly(2L);
      worker.send(new Frame.Close(1));
      assertThat(worker.await(Frame.Closed.class).failure()).isNull();
      worker.send(new Frame.Quit());
      assertThat(worker.ended()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void aMainClassPassesByItsExitCode(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(1, mainClass("com.acme.Programs$Tool", List.of(0, 5, 8)));
      assertThat(worker.done(0, 0, "return").outcome()).isEqualTo(Outcome.PASSED);
      assertThat(worker.output(0, false)).isEqualTo("done behind" + System.lineSeparator());
      assertThat(worker.done(1, 0, "exit", "5").outcome()).isEqualTo(Outcome.PASSED);
      Frame.Done failed = worker.done(2, 0, "exit", "7");
      assertThat(failed.failure().exitCode()).isEqualTo(7);
      assertThat(failed.failure().message()).isEqualTo("exit code 7 (passing: 0, 5, 8)");
      assertThat(worker.done(3, 0, "throw").failure().type())
          .isEqualTo("java.lang.IllegalStateException");
      assertThat(worker.done(4, 0, "other").outcome()).isEqualTo(Outcome.PASSED);
      assertThat(worker.done(5, 0, "both").failure().exitCode()).isEqualTo(6);
      assertThat(worker.done(6, 0, "thread").outcome()).isEqualTo(Outcome.PASSED);
      assertThat(worker.output(6, false)).startsWith("after main");
      assertThat(worker.output(6, true)).contains("Exception in thread", "in a thread");
      assertThat(worker.done(7, 0, "handler").outcome()).isEqualTo(Outcome.PASSED);
      assertThat(worker.passed).noneMatch(Frame.Returned.class::isInstance);
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void idleThreadsOfALeftPoolDoNotCostTheWorkerButABusyOneDoes(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(1, mainClass("com.acme.Programs$Tool", List.of(0)));
      Frame.Done pool = worker.done(0, 0, "pool");
      assertThat(pool.outcome()).isEqualTo(Outcome.PASSED);
      assertThat(pool.retire()).isEmpty();
      assertThat(worker.done(1, 0, "return").outcome()).isEqualTo(Outcome.PASSED);
      Frame.Done busy = worker.done(2, 0, "stay");
      assertThat(busy.outcome()).isEqualTo(Outcome.PASSED);
      assertThat(busy.retire()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void anExitThatCannotBeKeptFromTheJvmIsAnnouncedAfterTheLastOutput(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(1, function("com.acme.Programs::realExit"));
      worker.send(Worker.run(0, 0));
      assertThat(worker.await(Frame.Exiting.class).seq()).isZero();
      assertThat(worker.output(0, false)).isEqualTo("last words");
      assertThat(worker.ended()).isEqualTo(9);
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void errorsThatTheJvmSurvivesAreFailuresButMemoryIsItsOwnOutcome(Path home) throws IOException {
    try (Worker worker = Worker.ready(home, "-Xmx32m")) {
      worker.open(1, function("com.acme.Programs::deep"));
      Frame.Done deep = worker.done(0, 0);
      assertThat(deep.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(deep.failure().type()).isEqualTo("java.lang.StackOverflowError");
      assertThat(deep.retire()).isEqualTo("a task ended with java.lang.StackOverflowError");
    }
    try (Worker worker = Worker.ready(home, "-Xmx32m")) {
      worker.open(1, function("com.acme.Programs::eat"));
      Frame.Done out = worker.done(0, 0);
      assertThat(out.outcome()).isEqualTo(Outcome.OUT_OF_MEMORY);
      assertThat(out.failure().message()).isEqualTo("Java heap space");
      assertThat(out.retire()).isNotEmpty();
    }
  }
}
