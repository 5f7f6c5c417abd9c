package dev.parallelexec.worker;

import static dev.parallelexec.task.Call.function;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Call;
import dev.parallelexec.wire.BlackBox;
import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameReader;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a real worker sends at once though it gathers, and what it keeps. Nothing here depends on
 * time: it gathers because a task has told it to, and has no thread that sends what waits.
 */
@Timeout(60)
class WorkerGatheringTest {
  private static final String HOMES = "dev.parallelexec.worker.Worker#homes";

  @TempDir Path temp;

  /** What runs in the worker. */
  public static final class Deeds {
    private Deeds() {}

    /** From now on. */
    public static void gather(String box) throws Exception {
      loop().writer.gather(BlackBox.make(Path.of(box)));
    }

    private static TaskLoop loop() throws Exception {
      return (TaskLoop) field(Exit.RUNNING.get().lane, "loop");
    }

    private static Object field(Object of, String name) throws Exception {
      Field field = of.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    }

    /** When the next one is there: a worker that has nothing to do sends all. */
    public static void pass() throws Exception {
      Inbox inbox = loop().inbox;
      boolean next = false;
      while (!next) {
        synchronized (inbox) {
          next = !((Collection<?>) field(inbox, "frames")).isEmpty();
        }
      }
    }

    public static void fail() throws Exception {
      pass();
      throw new IllegalStateException("as it should");
    }

    public static void halt() {
      Runtime.getRuntime().halt(9);
    }

    public static void reduce(List<Object> results) {
      halt();
    }
  }

  private static Call deed(String name) {
    return function(Deeds.class.getName() + "::" + name);
  }

  private static final List<Call> CALLS =
      List.of(deed("gather"), deed("pass"), deed("fail"), deed("halt"));

  private static Frame.Run run(long seq, String deed, boolean limited) {
    int call = CALLS.indexOf(deed(deed));
    return new Frame.Run(seq, 1, call, 0, "t" + seq, 1, List.of(), false, Map.of(), "", limited);
  }

  /** What a worker sends of these, which are there before the first one starts; the last kills. */
  private List<String> sent(Path home, Frame... runs) throws IOException {
    Files.deleteIfExists(box());
    try (Worker worker = Worker.ready(home)) {
      worker.open(1, CALLS.toArray(Call[]::new));
      worker.done(1, 0, box().toString());
      for (Frame run : runs) {
        worker.write(run);
      }
      worker.flush();
      List<String> sent = names(worker.rest());
      assertThat(worker.ended()).isEqualTo(9);
      return sent;
    }
  }

  private Path box() {
    return temp.resolve("box");
  }

  /** What it kept since it gathers, whether that was sent or not. */
  private List<String> kept() throws IOException {
    long first = ByteBuffer.wrap(Files.readAllBytes(box())).getLong();
    FrameReader reader = new FrameReader(BlackBox.rest(box(), first));
    List<Frame> kept = new ArrayList<>();
    for (Frame frame = reader.read(); frame != null; frame = reader.read()) {
      kept.add(frame);
    }
    return names(kept);
  }

  private static List<String> names(List<Frame> frames) {
    List<String> names = new ArrayList<>();
    for (Frame frame : frames) {
      if (frame instanceof Frame.Started started) {
        names.add("started " + started.seq());
      } else if (frame instanceof Frame.Done done) {
        names.add("done " + done.seq());
      }
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource(HOMES)
  void whatHasNoLimitIsKept(Path home) throws IOException {
    assertThat(sent(home, run(2, "pass", false), run(3, "halt", false))).isEmpty();
    assertThat(kept()).containsExactly("done 1", "started 2", "done 2", "started 3");
  }

  /** Its time begins when Maven hears of it. */
  @ParameterizedTest
  @MethodSource(HOMES)
  void theStartOfWhatHasALimitIsSentAtOnce(Path home) throws IOException {
    assertThat(sent(home, run(2, "pass", false), run(3, "halt", true)))
        .containsExactly("started 2", "done 2", "started 3");
  }

  /** As the time of a reducer may be, which does not say. */
  @ParameterizedTest
  @MethodSource(HOMES)
  void theStartOfAReducerIsSentAtOnce(Path home) throws IOException {
    assertThat(sent(home, new Frame.Reduce(2, 1, deed("reduce")))).containsExactly("started 2");
  }

  /** Others may not have to run then. */
  @ParameterizedTest
  @MethodSource(HOMES)
  void aFailureIsSentAtOnce(Path home) throws IOException {
    assertThat(sent(home, run(2, "fail", false), run(3, "halt", false)))
        .containsExactly("started 2", "done 2");
    assertThat(kept()).endsWith("started 3");
  }
}
