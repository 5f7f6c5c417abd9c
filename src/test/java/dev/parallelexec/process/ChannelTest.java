package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Sharing;
import dev.parallelexec.pool.ListResult;
import dev.parallelexec.pool.Tasks;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Limits;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A task finds its worker's channel and speaks on it: that ends the worker, named in the task's
 * failure, and nothing else. The task is the first of its worker's first list: number 1 of list 1.
 */
class ChannelTest extends LocalEngineFixture {
  private static Call disaster(String method) {
    return Call.function("dev.parallelexec.process.Disasters::" + method);
  }

  private static String hex(Frame frame) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new FrameWriter(bytes).send(frame);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static Frame.Done done(long seq, Outcome outcome, Failure failure, long nanos) {
    return new Frame.Done(seq, outcome, "1", failure, new byte[0], nanos, false, List.of(), "");
  }

  static Stream<Arguments> words() {
    Failure failure = Failure.of("why");
    return Stream.of(
        Arguments.of("7fffffff", "a frame of 2147483647 bytes"),
        Arguments.of("ffffffff", "a frame of -1 bytes"),
        Arguments.of("00000000", "a frame of 0 bytes"),
        Arguments.of("00000001ff", "unknown kind 255"),
        Arguments.of("00000003060000", "ends too early"),
        Arguments.of("000000020900", "1 bytes too many"),
        Arguments.of("000000050affffffff", "a count of -1"),
        Arguments.of("000000050a7fffffff", "a count of 2147483647"),
        Arguments.of(hex(new Frame.Hello(new byte[32], 1, 1, "")), "an unexpected HELLO frame"),
        Arguments.of(hex(new Frame.Quit()), "an unexpected QUIT frame"),
        Arguments.of(hex(new Frame.Ready(null)), "an unexpected READY frame"),
        Arguments.of(hex(new Frame.Interrupt(1)), "an unexpected INTERRUPT frame"),
        Arguments.of(
            hex(new Frame.ItemChunk(List.of(), true, null)), "an unexpected ITEM_CHUNK frame"),
        Arguments.of(hex(new Frame.Opened(1, List.of(), false)), "list 1 was opened"),
        Arguments.of(hex(new Frame.Opened(2, List.of("no"), true)), "list 2 was opened"),
        Arguments.of(hex(new Frame.Closed(1, null)), "list 1 was closed"),
        Arguments.of(hex(new Frame.Closed(7, failure)), "list 7 was closed"),
        Arguments.of(hex(new Frame.Started(1, 0)), "task 1 of the channel started"),
        Arguments.of(hex(new Frame.Started(2, 0)), "task 2 of the channel started"),
        Arguments.of(hex(new Frame.Started(-1, 0)), "task -1 of the channel started"),
        Arguments.of(hex(new Frame.Returned(List.of(1L))), "task 1 of the channel was returned"),
        Arguments.of(hex(new Frame.Returned(List.of(99L))), "task 99 of the channel was returned"),
        Arguments.of(hex(done(99, Outcome.PASSED, null, 1)), "task 99 of the channel ended"),
        Arguments.of(hex(done(-1, Outcome.PASSED, null, 1)), "task -1 of the channel ended"),
        Arguments.of(hex(done(1, Outcome.UP_TO_DATE, null, 1)), "the outcome up-to-date"),
        Arguments.of(hex(done(1, Outcome.CRASHED, failure, 1)), "the outcome crashed"),
        Arguments.of(hex(done(1, Outcome.PASSED, failure, 1)), "the outcome passed with a failure"),
        Arguments.of(hex(done(1, Outcome.FAILED, null, 1)), "the outcome failed with no failure"),
        Arguments.of(hex(done(1, Outcome.PASSED, null, -5)), "a task that took -5 ns"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("words")
  void whatNoWorkerSaysEndsTheWorkerAndIsNamed(String hex, String words) throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    Tasks tasks = new Tasks().add(disaster("speak"), Limits.NONE, List.of(hex));
    for (int i = 0; i < 3; i++) {
      tasks.add(sample("cube"), Limits.NONE, List.of("" + i));
    }
    ListResult result = setting.map(tasks);
    assertThat(result.count(Outcome.CRASHED)).isEqualTo(1);
    Failure failure = result.notPassed().get(0).last().failure();
    assertThat(failure.message()).contains(" died: protocol error: ").contains(words);
    assertThat(failure.exitCode()).isNull();
    assertThat(failure.signal()).isEmpty();
    assertThat(heard.values()).containsExactly("null", "0", "1", "8");
    assertThat(heard.results()).allMatch(task -> task.attempts().size() == 1);
  }

  /** What may come late, or belongs to nobody, is no error. */
  @ParameterizedTest
  @MethodSource
  void whatMayComeLateDoesNoHarm(Frame late) throws Exception {
    Setting setting = new Setting();
    setting.atOnce = 1;
    Tasks tasks = new Tasks().add(disaster("mention"), Limits.NONE, List.of(hex(late)));
    setting.map(tasks.add(sample("cube"), Limits.NONE, List.of("3")));
    assertThat(heard.outcomes()).containsExactly("passed", "passed");
  }

  static Stream<Frame> whatMayComeLateDoesNoHarm() {
    return Stream.of(
        new Frame.Output(99, true, new byte[] {'x'}),
        new Frame.Output(-1, false, new byte[0]),
        new Frame.Dumped(99, "late"),
        new Frame.Dumped(1, "nobody asked"),
        new Frame.Exiting(99),
        new Frame.Returned(List.of()));
  }

  /** Neither ours nor the user's: not in an argument, the environment, a file or a debug line. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void secretsStandNowhere() throws Exception {
    workers.close();
    List<String> debug = new CopyOnWriteArrayList<>();
    workers =
        new LocalWorkers(
            shared,
            new LocalWorkers.Settings(
                temp.resolve("cache"), temp.resolve("archives"), "run", debug::add, debug::add));
    Setting setting = new Setting();
    setting.atOnce = 1;
    Launch launch = setting.spec.launch();
    Map<String, String> environment = new HashMap<>(launch.environment());
    environment.put("TOKEN", "hush-environment");
    setting.spec =
        new WorkerSpec(
            new Launch(
                launch.java(),
                List.of(),
                launch.classPath(),
                environment,
                launch.directory(),
                Sharing.OFF),
            Map.of("token", "hush-property"),
            null,
            List.of(),
            64L << 20);
    List<List<String>> asked = new ArrayList<>();
    for (String what : List.of("cmdline", "environ", "files", "argument files", "property")) {
      asked.add(List.of(what));
    }
    setting.map(Tasks.of(disaster("exposed"), asked));
    List<String> told = heard.values();
    String digits = "(?s).*[0-9a-f]{64}.*";
    assertThat(told.get(0)).contains("java").doesNotContain("hush").doesNotMatch(digits);
    assertThat(told.get(1)).contains("hush-environment").doesNotContain("hush-property");
    assertThat(told.get(1)).doesNotMatch(digits);
    assertThat(told.get(2)).doesNotContain("hush").doesNotMatch(digits);
    assertThat(told.get(3)).isEqualTo("0");
    assertThat(told.get(4)).isEqualTo("\"hush-property\"");
    assertThat(debug).isNotEmpty().noneMatch(line -> line.contains("hush"));
    assertThat(debug).noneMatch(line -> line.matches(digits));
  }
}
