package dev.parallelexec.worker;

import dev.parallelexec.task.Call;
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
import org.jspecify.annotations.Nullable;

/** Performs attempts: calls the user's code and turns what it returns into what can be sent. */
final class Performance {
  private final Surroundings around;
  private final Json json = new Json();
  private final MainThread mains = new MainThread();

  Performance(Surroundings around) {
    this.around = around;
  }

  /** Never throws, whatever the user's code does. */
  Ending of(RunningAttempt attempt, Frame frame) {
    Ending ending = new Ending();
    Frame.Run run = attempt.run;
    Map<String, String> own = run == null ? Map.of() : run.properties();
    Map<Object, Object> before = null;
    try {
      Callee callee = run == null ? null : attempt.list.callee(run.call());
      if (callee != null && callee.call.kind() == Call.Kind.MAIN_CLASS) {
        ending.main = callee.call;
      }
      before = around.install(own, ending.main != null);
      if (run == null || callee == null) {
        result(attempt, ending, special(attempt.list, frame));
      } else if (ending.main != null) {
        ending.retire = mains.run(attempt, callee, run.arguments(), run.id());
      } else {
        result(attempt, ending, callee.call(attempt, run));
      }
    } catch (Throwable e) {
      ending.thrown = e;
    }
    around.restore(before, own, ending.main != null);
    return ending;
  }

  private @Nullable Object special(OpenList list, Frame frame) throws Throwable {
    if (frame instanceof Frame.Reduce reduce) {
      return Lookup.find(reduce.reducer(), around.loader).reduce(list, list.results());
    }
    Frame.Setup setup = (Frame.Setup) frame;
    if (setup.initializer() != null) {
      Lookup.find(setup.initializer(), around.loader).call(list, setup.initializerArguments());
    }
    return null;
  }

  private void result(RunningAttempt attempt, Ending ending, @Nullable Object result)
      throws Exception {
    Object whole = result;
    if (attempt.list.objects && attempt.run != null) {
      whole = collected(result);
      ending.object = serialized(whole);
    }
    ending.value = json.of(whole);
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
          "the reducer needs a result that is Serializable; this one is not: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }
}
