package dev.parallelexec.worker;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.wire.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A list in one lane: its calls looked up, its instances. For that lane's thread, and at last for
 * the task thread, which closes it.
 */
final class OpenList {
  final int number;
  final int workers;
  final boolean objects;
  final List<String> problems = new ArrayList<>();

  /** Whether there may be instances to close at the end. */
  boolean closes;

  /** A callee, or the sentence that says why there is none. */
  private final Object[] callees;

  private final Map<Class<?>, Object> instances = new HashMap<>();
  private final List<byte[]> parts = new ArrayList<>();

  /**
   * A list that has not been opened: of a reducer, an initializer, a function that yields items.
   */
  OpenList(int number) {
    this(new Frame.Open(number, List.of(), false, 1, 1), ClassLoader.getSystemClassLoader());
  }

  /** Looks the calls up. */
  OpenList(Frame.Open open, ClassLoader loader) {
    number = open.list();
    workers = open.workers();
    objects = open.objects();
    callees = new Object[open.calls().size()];
    for (int i = 0; i < callees.length; i++) {
      Call call = open.calls().get(i);
      try {
        Callee callee = Lookup.find(call, loader);
        callees[i] = callee;
        closes |= AutoCloseable.class.isAssignableFrom(callee.owner);
      } catch (Refusal e) {
        callees[i] = e.sentence();
        problems.add(e.sentence());
      }
    }
  }

  /** What a run calls. */
  Callee callee(int call) throws Refusal {
    if (callees[call] instanceof Callee callee) {
      return callee;
    }
    throw new Refusal(callees[call]);
  }

  /** The list's own instance of a class, made when it is first needed. */
  synchronized Object instance(Class<?> type) throws Throwable {
    Object instance = instances.get(type);
    if (instance == null) {
      try {
        instance = type.getConstructor().newInstance();
      } catch (InvocationTargetException e) {
        throw Overload.thrown(e);
      }
      instances.put(type, instance);
    }
    return instance;
  }

  /** Whether what a run calls is a method of an instance that will be closed. */
  boolean keeps(int call) {
    return callees[call] instanceof Callee callee
        && instances.get(callee.owner) instanceof AutoCloseable;
  }

  void add(List<byte[]> objects) {
    parts.addAll(objects);
  }

  /** The objects that came in parts, in order; they are gone from here afterwards. */
  List<@Nullable Object> results() throws IOException, ClassNotFoundException {
    List<@Nullable Object> results = new ArrayList<>(parts.size());
    for (byte[] part : parts) {
      Object result = null;
      if (part.length > 0) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(part))) {
          result = in.readObject();
        }
      }
      results.add(result);
    }
    parts.clear();
    return results;
  }

  /** Closes the instances, all of them, and tells the first failure; null when all is well. */
  @Nullable
  synchronized Failure close() {
    Failure failure = null;
    for (Object instance : instances.values()) {
      if (instance instanceof AutoCloseable closeable) {
        try {
          closeable.close();
        } catch (Throwable e) {
          failure = failure == null ? Failures.of(e) : failure;
        }
      }
    }
    instances.clear();
    return failure;
  }
}
