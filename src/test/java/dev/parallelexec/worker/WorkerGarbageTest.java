package dev.parallelexec.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that hears what is no frame, or none for a worker, says so and ends. */
class WorkerGarbageTest {
  private static final Path HOME = Path.of(System.getProperty("java.home"));
  private static final Call STAY = Call.function("com.acme.Programs::stay");

  @TempDir Path temp;

  static Stream<Arguments> garbage() {
    return Stream.of(
        Arguments.of("a length of nothing", new byte[4], "a frame of 0 bytes"),
        Arguments.of("a negative length", new byte[] {-1, 0, 0, 0}, "a frame of -16777216 bytes"),
        Arguments.of("an unknown kind", new byte[] {0, 0, 0, 1, 99}, "unknown kind 99"),
        Arguments.of(
            "a count too many", new byte[] {0, 0, 0, 9, 3, 0, 0, 0, 1, 99, 0, 0, 0}, "a count of"),
        Arguments.of("text", "GET / HTTP/1.1\r\n".getBytes(), "a frame of"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("garbage")
  void bytesThatAreNoFrameEndItInTheMiddleOfATask(String name, byte[] bytes, String reason)
      throws IOException {
    Path errors = temp.resolve("errors");
    try (Worker worker = Worker.ready(HOME, errors)) {
      worker.open(1, STAY);
      worker.send(Worker.run(0, 0));
      worker.await(Frame.Started.class);
      worker.sendBytes(bytes);
      assertThat(worker.ended()).as(name).isEqualTo(WorkerMain.BROKEN);
    }
    assertThat(errors).content().contains("parallel-exec worker: ", "ProtocolException", reason);
  }

  @Test
  void framesThatAreNotForWorkersEndIt() throws IOException {
    Frame.Done done =
        new Frame.Done(1, Outcome.PASSED, "1", null, new byte[0], 1, false, List.of(), "");
    for (Frame frame : List.of(new Frame.Ready(null), new Frame.Started(1, 0), done)) {
      Path errors = temp.resolve("errors of " + frame.kind());
      try (Worker worker = Worker.ready(HOME, errors)) {
        worker.send(frame);
        assertThat(worker.ended()).as("after %s", frame).isEqualTo(WorkerMain.BROKEN);
      }
      assertThat(errors).content().contains("a worker does not expect " + frame.kind());
    }
  }

  @Test
  void aFrameThatIsCutShortIsTheEndOfTheChannel() throws IOException {
    try (Worker worker = Worker.ready(HOME)) {
      worker.sendBytes(new byte[] {0, 0, 1, 0, 5, 0});
      assertThat(worker.cut()).isEqualTo(WorkerMain.ORPHANED);
    }
  }

  @Test
  void aTaskOfAListThatIsNotOpenFailsAndHarmsNothing() throws IOException {
    try (Worker worker = Worker.ready(HOME)) {
      worker.open(1, Call.function("com.acme.Numbers::cube"));
      Frame.Run unknown =
          new Frame.Run(1, 9, 0, 0, "t", 1, List.of("3"), false, Map.of(), "", false);
      worker.send(unknown);
      assertThat(worker.done(1).outcome()).isEqualTo(Outcome.FAILED);
      assertThat(worker.done(2, 0, "3").value()).isEqualTo("27");
    }
  }

  /** What random bytes say is mostly nothing; what they never do is leave a worker that hangs. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void randomBytesNeverLeaveAWorkerThatHangs(long seed) throws IOException {
    Random random = new Random(seed);
    Path errors = temp.resolve("errors");
    try (Worker worker = Worker.ready(HOME, errors)) {
      byte[] bytes = new byte[512];
      random.nextBytes(bytes);
      bytes[0] = 0;
      bytes[1] = 0;
      bytes[2] = 0;
      try {
        worker.sendBytes(bytes);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("roken pipe");
      }
      assertThat(worker.cut()).isIn(WorkerMain.BROKEN, WorkerMain.ORPHANED);
    }
    List<String> lines = Files.readAllLines(errors);
    assertThat(lines.isEmpty() || lines.get(0).contains("ProtocolException"))
        .as(Arrays.toString(lines.toArray()))
        .isTrue();
  }
}
