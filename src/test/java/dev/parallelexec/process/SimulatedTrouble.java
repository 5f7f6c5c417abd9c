package dev.parallelexec.process;

import dev.parallelexec.jvm.ExitWords;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ways to die, and what no worker of ours says. */
final class SimulatedTrouble {
  private SimulatedTrouble() {}

  static Death death(int way, boolean ready) {
    Failure initializer = ready ? null : Failure.of("initializer");
    Death.Stage stage = ready ? Death.Stage.READY : Death.Stage.INITIALIZING;
    return switch (way) {
      case 1 -> death(stage, null, 9, "", "");
      case 2 -> death(stage, null, 3, "Java heap space", "java.lang.OutOfMemoryError: heap");
      case 3 -> death(stage, initializer, 1, "", "words");
      default -> death(stage, null, 137, "", "");
    };
  }

  private static Death death(
      Death.Stage stage, @Nullable Failure initializer, int code, String memory, String words) {
    ExitWords exit = ExitWords.of(code);
    return new Death(stage, initializer, exit, exit.sentence(), memory, words, null, false);
  }

  static Frame lie(int which, long seq, int list) {
    return switch (which) {
      case 0 -> new Frame.Started(seq, (int) seq % 4);
      case 1 ->
          new Frame.Done(seq, Outcome.PASSED, "2", null, new byte[0], 1, false, List.of(), "");
      case 2 -> new Frame.Returned(List.of(seq, seq + 1, seq));
      case 3 -> new Frame.Closed(list, null);
      case 4 -> new Frame.Opened(list, List.of(), false);
      case 5 -> new Frame.Dumped(seq, "what nobody asked for");
      case 6 -> new Frame.Hello(new byte[0], 1, 1, "17");
      case 7 -> new Frame.Run(1, 1, 1, 1, "", 1, List.of(), false, Map.of(), "", false);
      default -> new Frame.Items(Call.function("x"));
    };
  }

  /**
   * The end of a task in one of seven ways: most pass, the fifth fails, the sixth wears out, the
   * last has not enough memory.
   */
  static Frame.Done done(long seq, int how) {
    boolean fails = how == 4 || how == 6;
    return new Frame.Done(
        seq,
        how == 6 ? Outcome.OUT_OF_MEMORY : fails ? Outcome.FAILED : Outcome.PASSED,
        fails ? "null" : "1",
        fails ? Failure.of("x") : null,
        new byte[0],
        how * 1_000_000L,
        false,
        List.of(),
        how >= 5 ? "worn" : "");
  }

  /** Removes the attempts that a worker has not started; their numbers. */
  static List<Long> takeUnstarted(ArrayDeque<Frame> inbox) {
    List<Long> seqs = new ArrayList<>();
    for (Frame frame : inbox) {
      if (frame instanceof Frame.Run run) {
        seqs.add(run.seq());
      }
    }
    inbox.removeIf(Frame.Run.class::isInstance);
    return seqs;
  }
}
