package dev.parallelexec.worker;

import static dev.parallelexec.task.Call.function;
import static dev.parallelexec.task.Call.mainClass;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What attempts leave in a real worker: each is told of its own, and of nothing else. */
@EnabledOnOs(OS.LINUX)
class WorkerLeakTest {
  private static final String HOMES = "dev.parallelexec.worker.Worker#homes";

  @ParameterizedTest
  @MethodSource(HOMES)
  void processesAreNamedAndEnded(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(1, function("com.acme.Leaky::child"), function("com.acme.Leaky::clean"));
      for (int i = 0; i < 3; i++) {
        Frame.Done child = worker.done(2 * i, 0, "sleep", "600");
        assertThat(child.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(child.leaks()).containsExactly("process " + child.value() + " (sleep 600)");
        assertThat(ProcessHandle.of(Long.parseLong(child.value()))).isEmpty();
        assertThat(worker.done(2 * i + 1, 1).leaks()).isEmpty();
      }
      List<String> tree = worker.done(6, 0, "sh", "-c", "sleep 601 & sleep 602 & wait").leaks();
      assertThat(tree.get(0)).contains("sh -c sleep 601 & sleep 602 & wait");
      assertThat(worker.process.descendants()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void whatIsAboutToEndIsNotLeft(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(
          1,
          function("com.acme.Leaky::hasty"),
          function("com.acme.Leaky::run"),
          function("com.acme.Leaky::daemon"),
          function("com.acme.Leaky::clean"));
      for (int i = 0; i < 4; i++) {
        assertThat(worker.done(4 * i, 0).leaks()).isEmpty();
        assertThat(worker.done(4 * i + 1, 1, "true").leaks()).isEmpty();
        assertThat(worker.done(4 * i + 2, 2).leaks()).isEmpty();
        assertThat(worker.done(4 * i + 3, 3).leaks()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void aFunctionsThreadsAreNamedOnceAndLeftAlone(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(
          1,
          function("com.acme.Leaky::pool"),
          function("com.acme.Leaky::clean"),
          function("com.acme.Leaky::threads"),
          mainClass("com.acme.Programs$Tool", List.of(0)));
      assertThat(worker.done(0, 0).leaks()).containsExactly("thread \"pool-1-thread-1\"");
      assertThat(worker.done(1, 1).leaks()).isEmpty();
      assertThat(worker.done(2, 2, "2").leaks())
          .containsExactly("thread \"plain 0\"", "thread \"plain 1\"");
      assertThat(worker.done(3, 1).leaks()).isEmpty();
      assertThat(worker.done(4, 3, "pool").leaks()).as("of a main class").isEmpty();
      assertThat(worker.done(5, 1).leaks()).isEmpty();
      assertThat(worker.done(6, 2, "20").leaks()).hasSize(11).last().isEqualTo("10 more");
      Frame.Done last = worker.done(7, 2, "50");
      assertThat(last.retire()).isEqualTo("too many threads were left in it");
      worker.send(new Frame.Quit());
      assertThat(worker.ended()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void theTaskThreadIsNotLeftWhateverItIsCalledAndIsTheSameForTheNext(Path home)
      throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(1, function("com.acme.Leaky::disguise"));
      for (int i = 0; i < 2; i++) {
        Frame.Done done = worker.done(i, 0);
        assertThat(done.leaks()).isEmpty();
        assertThat(done.value()).isEqualTo("\"parallel-exec task 5\"");
      }
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void aThreadThatIsLeftDoesNothingInTheNameOfALaterTask(Path home, @TempDir Path dir)
      throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(
          1,
          function("com.acme.Leaky::poller"),
          function("com.acme.Leaky::wake"),
          function("com.acme.Leaky::child"));
      String file = dir.resolve("file").toString();
      assertThat(worker.done(0, 0, file).leaks()).containsExactly("thread \"poller\"");
      Frame.Done wake = worker.done(1, 1, file);
      assertThat(wake.outcome()).isEqualTo(Outcome.PASSED);
      assertThat(wake.leaks()).as("the poller's process").isEmpty();
      assertThat(worker.output(1, false)).isEqualTo("awake" + System.lineSeparator());
      assertThat(worker.output(-1, false)).isEqualTo("late null" + System.lineSeparator());
      long pid = Long.parseLong(Files.readString(Path.of(file + ".pid")));
      assertThat(ProcessHandle.of(pid)).as("ended all the same").isEmpty();
      assertThat(worker.done(2, 2, "sleep", "600").leaks()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void whatTheInitializerStartsStays(Path home) throws IOException {
    try (Worker worker = Worker.start(home)) {
      worker.send(
          new Frame.Setup(
              1,
              "r",
              java.util.Map.of(),
              function("com.acme.Leaky::child"),
              List.of("sleep", "600"),
              false,
              "",
              ""));
      assertThat(worker.await(Frame.Ready.class).failure()).isNull();
      worker.open(1, function("com.acme.Leaky::child"), function("com.acme.Leaky::clean"));
      assertThat(worker.done(0, 1).leaks()).isEmpty();
      assertThat(worker.done(1, 0, "sleep", "601").leaks()).hasSize(1);
      assertThat(worker.process.children().filter(ProcessHandle::isAlive)).hasSize(1);
      ProcessHandle helper = worker.process.children().findFirst().orElseThrow();
      worker.send(new Frame.Quit());
      assertThat(worker.ended()).isZero();
      await().until(() -> !helper.isAlive());
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void whatAnInstanceStartsStaysUntilItIsClosed(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(1, function("com.acme.Leaky$Keeper::use"), function("com.acme.Leaky::child"));
      for (int i = 0; i < 3; i++) {
        Frame.Done use = worker.done(2 * i, 0);
        assertThat(use.outcome()).as(String.valueOf(use.failure())).isEqualTo(Outcome.PASSED);
        assertThat(use.leaks()).isEmpty();
        assertThat(worker.done(2 * i + 1, 1, "sleep", "600").leaks()).hasSize(1);
      }
      worker.send(new Frame.Close(1));
      assertThat(worker.await(Frame.Closed.class).failure()).isNull();
      assertThat(worker.output(-1, true)).contains("left behind", "(sleep 601)");
      assertThat(worker.process.descendants()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void anErrorOfTheJvmRetiresTheWorkerHoweverItIsWrapped(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(1, function("com.acme.Leaky::wrapped"));
      Frame.Done done = worker.done(0, 0);
      assertThat(done.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(done.failure().type()).isEqualTo("java.lang.IllegalStateException");
      assertThat(done.retire()).isEqualTo("a task ended with java.lang.StackOverflowError");
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void whatFillsTheHeapRetiresTheWorkerBeforeATaskRunsOutOfMemory(Path home) throws IOException {
    for (String collector : List.of("-XX:+UseSerialGC", "-XX:+UseG1GC", "-XX:+UseParallelGC")) {
      for (String bytes : List.of("100000", "900000", "3000000")) {
        try (Worker worker = Worker.ready(home, "-Xmx48m", collector)) {
          worker.open(1, function("com.acme.Leaky::cache"));
          Frame.Done done = worker.done(0, 0, bytes);
          for (int i = 1; done.retire().isEmpty(); i++) {
            done = worker.done(i, 0, bytes);
            assertThat(done.outcome()).as(collector + " " + bytes).isEqualTo(Outcome.PASSED);
          }
          assertThat(done.retire()).matches("heap is full to \\d+ % after a collection");
        }
      }
    }
  }
}
