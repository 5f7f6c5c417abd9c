package dev.parallelexec.worker;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import org.jspecify.annotations.Nullable;

/** How an attempt has ended, until it is told. */
final class Ending {
  private static final byte[] NO_OBJECT = {};

  String value = Attempt.NULL;
  byte[] object = NO_OBJECT;

  /** What the user's code threw; null where it returned. */
  @Nullable Throwable thrown;

  /** Whether the worker should take no more. */
  boolean retire;

  /** A main class; null for functions. */
  @Nullable Call main;

  /** Passes the verdict. An exit, once called for, decides, whatever was thrown or returned. */
  Frame.Done done(RunningAttempt attempt) {
    ExitError exit = attempt.exited();
    if (exit == null && thrown instanceof ExitError e) {
      exit = e;
    }
    Failure failure = null;
    Outcome outcome = Outcome.FAILED;
    if (main != null && (exit != null || thrown == null)) {
      failure = code(main, exit == null ? 0 : exit.code);
    } else if (exit != null) {
      failure = Failures.of(exit);
    } else if (thrown != null) {
      failure = Failures.of(thrown);
      if (Failures.outOfMemory(thrown)) {
        outcome = Outcome.OUT_OF_MEMORY;
        retire = true;
      }
    }
    return new Frame.Done(
        attempt.seq,
        failure == null ? Outcome.PASSED : outcome,
        failure == null ? value : Attempt.NULL,
        failure,
        failure == null ? object : NO_OBJECT,
        System.nanoTime() - attempt.started,
        attempt.withoutArguments,
        retire);
  }

  private static @Nullable Failure code(Call main, int code) {
    if (main.successCodes().contains(code)) {
      return null;
    }
    String codes = main.successCodes().toString();
    return Failure.exit(
        "exit code " + code + " (passing: " + codes.substring(1, codes.length() - 1) + ')', code);
  }

  /** In place of a result that does not fit into a frame. */
  static Frame.Done tooLong(Frame.Done done, String why) {
    return new Frame.Done(
        done.seq(),
        Outcome.FAILED,
        Attempt.NULL,
        Failure.of("the result cannot be sent: " + why),
        NO_OBJECT,
        done.nanos(),
        done.withoutArguments(),
        done.retire());
  }
}
