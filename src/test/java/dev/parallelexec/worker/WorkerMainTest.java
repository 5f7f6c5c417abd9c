package dev.parallelexec.worker;

import static dev.parallelexec.task.Call.function;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real worker, from its hello to its end, on every JDK that is here. */
class WorkerMainTest {
  private static final String HOMES = "dev.parallelexec.worker.Worker#homes";

  @ParameterizedTest
  @MethodSource(HOMES)
  void runsWhatIsSentAheadInOrderAndAnswersEachByItself(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      assertThat(worker.hello.number()).isEqualTo(7);
      assertThat(worker.hello.secret()).containsExactly(0, 0xff, 0x10);
      assertThat(worker.hello.pid()).isEqualTo(worker.process.pid());
      worker.open(1, function("com.acme.Numbers::cube"), function("com.acme.Numbers::fail"));
      worker.write(Worker.run(0, 0, "3"));
      worker.write(Worker.run(1, 1, "on purpose"));
      worker.send(Worker.run(2, 0, "x"));

      assertThat(worker.done(0).value()).isEqualTo("27");
      Frame.Done failed = worker.done(1);
      assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(failed.failure().type()).isEqualTo("java.lang.IllegalStateException");
      assertThat(failed.failure().message()).isEqualTo("on purpose");
      assertThat(failed.failure().stack())
          .contains("com.acme.Numbers.fail(Numbers.java:", "Caused by", "below")
          .doesNotContain("reflect", "parallelexec");
      assertThat(worker.done(2).failure().message())
          .isEqualTo("argument 1 of com.acme.Numbers::cube(int): \"x\" is no int");
    }
  }

  @Test
  void saysWhereItDoesNotReachMaven() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName())
            .start();
    // Nobody listens at port 0.
    process.getOutputStream().write("0 7 00ff10 127.0.0.1\n".getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().flush();
    assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .startsWith(
            "parallel-exec worker: Maven's machine is not reached from here at 127.0.0.1"
                + " (engineProperties: address): java.net.")
        .hasLineCount(1);
    assertThat(process.waitFor()).isEqualTo(WorkerMain.ORPHANED);
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void aTaskReadsAboutItselfAndItsPropertiesEndWithIt(Path home, @TempDir Path dir)
      throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(1, function("com.acme.Numbers::about"));
      Path own = dir.resolve("own");
      worker.send(
          new Frame.Run(
              0,
              1,
              0,
              5,
              "five",
              2,
              List.of(),
              false,
              Map.of("own", "mine"),
              own.toString(),
              false));
      assertThat(worker.done(0).value())
          .contains("\"id\":\"five\"", "\"index\":\"5\"", "\"attempt\":\"2\"", "\"slot\":\"3\"")
          .contains("\"count\":\"2\"", "\"run\":\"run-1\"", "\"own\":\"mine\"", own.toString());
      assertThat(Files.exists(own)).as("deleted after a pass").isFalse();
      worker.send(
          new Frame.Run(1, 1, 0, 6, "six", 1, List.of(), false, Map.of(), own.toString(), false));
      assertThat(worker.done(1).value()).contains("\"own\":\"none\"");
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void whatIsPrintedComesWithItsAttemptAlsoAfterAClose(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(1, function("com.acme.Programs::print"));
      worker.done(0, 0, "größer");
      worker.done(1, 0, "again");
      assertThat(worker.output(0, false)).isEqualTo("größer" + System.lineSeparator());
      assertThat(worker.output(0, true)).isEqualTo("!");
      assertThat(worker.output(1, false)).isEqualTo("again" + System.lineSeparator());
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void givesBackWhatHasNotStartedAndDumpsAndInterruptsWhatRuns(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(1, function("com.acme.Programs::await"), function("com.acme.Numbers::cube"));
      worker.write(Worker.run(0, 0));
      worker.write(Worker.run(1, 1, "1"));
      worker.send(Worker.run(2, 1, "2"));
      worker.await(Frame.Output.class);
      worker.send(new Frame.Recall());
      assertThat(worker.await(Frame.Returned.class).seqs()).containsExactly(1L, 2L);
      worker.send(new Frame.Dump(0));
      assertThat(worker.await(Frame.Dumped.class).text())
          .contains("\"parallel-exec task\"", "com.acme.Programs.await", "parking to wait for");
      worker.send(new Frame.Interrupt(99));
      worker.send(new Frame.Interrupt(0));
      Frame.Done done = worker.await(Frame.Done.class);
      assertThat(done.failure().type()).isEqualTo("java.lang.InterruptedException");
      assertThat(worker.done(3, 1, "3").value()).isEqualTo("27");
      worker.send(new Frame.Recall());
      assertThat(worker.await(Frame.Returned.class).seqs()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void theChannelsEndIsTheWorkersEndInTheMiddleOfATask(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(1, function("com.acme.Programs::stay"));
      worker.send(Worker.run(0, 0));
      worker.await(Frame.Started.class);
      assertThat(worker.cut()).isEqualTo(WorkerMain.ORPHANED);
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void anInitializerThatThrowsOrIsMissingIsTold(Path home) throws IOException {
    try (Worker worker = Worker.start(home)) {
      worker.send(
          new Frame.Setup(
              1,
              "r",
              Map.of(),
              function("com.acme.Numbers::fail"),
              List.of("too bad"),
              false,
              "",
              ""));
      assertThat(worker.await(Frame.Ready.class).failure().message()).isEqualTo("too bad");
    }
    try (Worker worker = Worker.start(home)) {
      worker.send(
          new Frame.Setup(
              1, "r", Map.of(), function("com.acme.Numbers::setUp"), List.of(), false, "", ""));
      assertThat(worker.await(Frame.Ready.class).failure().message())
          .startsWith("function com.acme.Numbers::setUp: the class has no public method setUp");
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void reducesObjectsAndClosesInstances(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.send(
          new Frame.Open(
              1,
              List.of(
                  function("com.acme.Numbers::cube"),
                  function("com.acme.Numbers$Closing::use"),
                  function("com.acme.Numbers::upTo")),
              true,
              1,
              1));
      assertThat(worker.await(Frame.Opened.class).problems()).isEmpty();
      byte[] one = worker.done(0, 0, "1").object();
      byte[] eight = worker.done(1, 0, "2").object();
      Frame.Done stream = worker.done(2, 2, "3");
      assertThat(stream.value()).isEqualTo("[0,1,2]");
      worker.send(new Frame.Part(1, List.of(one)));
      worker.send(new Frame.Part(1, List.of(eight)));
      worker.send(new Frame.Reduce(3, 1, function("com.acme.Numbers::sum")));
      assertThat(worker.done(3).value()).isEqualTo("9");
      worker.done(4, 1);
      worker.send(new Frame.Close(1));
      assertThat(worker.await(Frame.Closed.class).failure().message()).isEqualTo("cannot close");
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void yieldsItemsAsTheyAreAskedFor(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.send(new Frame.Items(function("com.acme.Numbers::names")));
      worker.send(new Frame.Pull(2));
      Frame.ItemChunk first = worker.await(Frame.ItemChunk.class);
      assertThat(first.items()).containsExactly("a", "b");
      assertThat(first.last()).isFalse();
      worker.send(new Frame.Pull(2));
      Frame.ItemChunk second = worker.await(Frame.ItemChunk.class);
      assertThat(second.items()).containsExactly("c");
      assertThat(second.last()).isTrue();
    }
    try (Worker worker = Worker.ready(home)) {
      worker.send(new Frame.Items(function("com.acme.Numbers::nothing")));
      worker.send(new Frame.Pull(2));
      assertThat(worker.await(Frame.ItemChunk.class).failure().message())
          .isEqualTo(
              "com.acme.Numbers::nothing yields no items: it returned null instead of an Iterable,"
                  + " Iterator, Stream or array");
    }
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void endsInGoodOrder(Path home) throws IOException {
    try (Worker worker = Worker.ready(home)) {
      worker.open(1, function("com.acme.Programs::leaveHook"));
      worker.done(0, 0, "bye");
      worker.send(new Frame.Quit());
      assertThat(new String(worker.await(Frame.Output.class).bytes(), StandardCharsets.UTF_8))
          .startsWith("bye");
      assertThat(worker.ended()).isZero();
    }
  }
}
