package dev.parallelexec.worker;

import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.BaseStream;

/** One attempt's: calls the user's code, turns what it returns into what can be sent, judges. */
final class Performance {
  private static final byte[] NO_OBJECT = {};

  private String value = Attempt.NULL;
  private byte[] object = NO_OBJECT;

  /** What the user's code threw; null where it returned. */
  private @Nullable Throwable thrown;

  /** Why the worker should take no more; empty where it may. */
  private String retire = "";

  /** How long the user's code ran. */
  private long nanos;

  /** A main class; null for functions. */
  private @Nullable Call main;

  /** Of an attempt whose thread does not end. */
  static Frame.Done abandoned(RunningAttempt attempt, List<String> left) {
    Performance none = new Performance();
    none.nanos = System.nanoTime() - attempt.started;
    none.retire = "a task does not end after its exit";
    return none.done(attempt, left, "");
  }

  /** Never throws, whatever the user's code does. */
  void perform(
      RunningAttempt attempt, Frame frame, Surroundings around, Json json, MainThread mains) {
    Frame.Run run = attempt.run;
    Map<String, String> own = run == null ? Map.of() : run.properties();
    Map<Object, Object> before = null;
    // What one of several changes may be another's.
    boolean all = false;
    try {
      Callee callee = run == null ? null : attempt.list.callee(run.call());
      if (callee != null && callee.call.kind() == Call.Kind.MAIN_CLASS) {
        main = callee.call;
        all = attempt.lane.number == 0;
      }
      before = around.install(own, all);
      if (run == null || callee == null) {
        value = json.of(special(attempt.list, frame, around.loader));
      } else if (main != null) {
        retire = mains.run(attempt, callee, run.arguments(), run.id());
      } else {
        Object result = callee.call(attempt, run);
        if (attempt.list.objects) {
          result = collected(result);
          object = serialized(result);
        }
        value = json.of(result);
      }
    } catch (Throwable e) {
      thrown = e;
    }
    around.restore(before, own, all);
    around.flush();
    nanos = System.nanoTime() - attempt.started;
  }

  long nanos() {
    return nanos;
  }

  /** Whether threads that are left are the attempt's fault. */
  boolean ofFunction() {
    return main == null;
  }

  private @Nullable Object special(OpenList list, Frame frame, ClassLoader loader)
      throws Throwable {
    if (frame instanceof Frame.Reduce reduce) {
      return Lookup.find(reduce.reducer(), loader).reduce(list, list.results());
    }
    Frame.Setup setup = (Frame.Setup) frame;
    if (setup.initializer() != null) {
      Lookup.find(setup.initializer(), loader).call(list, setup.initializerArguments());
    }
    return null;
  }

  /** What can be gone through only once is needed twice, as an object and as JSON. */
  private static @Nullable Object collected(@Nullable Object result) {
    if (result instanceof BaseStream<?, ?> stream) {
      try (stream) {
        return collected(stream.iterator());
      }
    } else if (result instanceof Iterator<?> elements) {
      List<@Nullable Object> all = new ArrayList<>();
      while (elements.hasNext()) {
        all.add(elements.next());
      }
      return all;
    }
    return result;
  }

  private static byte[] serialized(@Nullable Object result) throws IOException, Refusal {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(result);
    } catch (NotSerializableException e) {
      throw new Refusal(
          e,
          "the reducer needs a result that is Serializable; this one is not: ",
          String.valueOf(e.getMessage()));
    }
    return bytes.toByteArray();
  }

  /**
   * Passes the verdict. An exit, once called for, decides, whatever was thrown or returned.
   *
   * @param left what the attempt left behind
   * @param worn why the worker should take no more though nothing is wrong with this attempt
   */
  Frame.Done done(RunningAttempt attempt, List<String> left, String worn) {
    ExitError exit = attempt.exited();
    if (exit == null && thrown instanceof ExitError e) {
      exit = e;
    }
    VirtualMachineError jvm = thrown == null ? null : Failures.ofTheJvm(thrown);
    Failure failure = null;
    Outcome outcome = Outcome.FAILED;
    if (main != null && (exit != null || thrown == null)) {
      failure = code(main, exit == null ? 0 : exit.code);
    } else if (exit != null) {
      failure = Failures.of(exit);
    } else if (thrown != null) {
      failure = Failures.of(thrown);
      outcome = jvm instanceof OutOfMemoryError ? Outcome.OUT_OF_MEMORY : outcome;
    }
    if (jvm != null) {
      // Who knows what it broke off in the middle.
      retire = "a task ended with ".concat(jvm.getClass().getName());
    }
    return new Frame.Done(
        attempt.seq,
        failure == null ? Outcome.PASSED : outcome,
        failure == null ? value : Attempt.NULL,
        failure,
        failure == null ? object : NO_OBJECT,
        nanos,
        attempt.withoutArguments,
        left,
        retire.isEmpty() ? worn : retire);
  }

  private static @Nullable Failure code(Call main, int code) {
    if (main.successCodes().contains(code)) {
      return null;
    }
    String codes = main.successCodes().toString();
    return Failure.exit(
        Refusal.text(
            "exit code ", code, " (passing: ", codes.substring(1, codes.length() - 1), ')'),
        code);
  }

  /** In place of a result that does not fit into a frame. */
  static Frame.Done tooLong(Frame.Done done, String why) {
    return new Frame.Done(
        done.seq(),
        Outcome.FAILED,
        Attempt.NULL,
        Failure.of(Refusal.text(why, "; write the result to a file and return the path")),
        NO_OBJECT,
        done.nanos(),
        done.withoutArguments(),
        done.leaks(),
        done.retire());
  }
}
