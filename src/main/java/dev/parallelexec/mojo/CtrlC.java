package dev.parallelexec.mojo;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Lets Ctrl-C end Maven in an orderly way. On a terminal, Maven 3.10 and 4 give the interrupt
 * signal back to the system (their JLine registers its default), which kills the JVM at once: no
 * shutdown hook runs, no results are written, the terminal keeps what was drawn on it. While a
 * build of ours runs the signal is an exit again, with the same code. Where it is one already, or
 * somebody else handles it, as a shell does, nothing is changed.
 *
 * <p>By reflection: {@code sun.misc.Signal} is supported, but no API, and a JVM may be without it.
 */
final class CtrlC implements AutoCloseable {
  /** 128 + the number of the signal, as the JVM itself does it. */
  private static final int EXIT = 130;

  private final @Nullable Method handle;
  private final @Nullable Object signal;

  /** The system's default; null where nothing was changed. */
  private final @Nullable Object before;

  private CtrlC(@Nullable Method handle, @Nullable Object signal, @Nullable Object before) {
    this.handle = handle;
    this.signal = signal;
    this.before = before;
  }

  /** From now on until it is closed. */
  static CtrlC exits() {
    return exits("INT", () -> Runtime.getRuntime().exit(EXIT));
  }

  static CtrlC exits(String name, Runnable exit) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object signal = type.getConstructor(String.class).newInstance(name);
      Method handle = type.getMethod("handle", type, handler);
      Object ours =
          Proxy.newProxyInstance(
              CtrlC.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                exit.run(); // its only method that anybody calls
                return null;
              });
      // There is no way to ask without setting.
      Object before = handle.invoke(null, signal, ours);
      Object system = handler.getField("SIG_DFL").get(null);
      if (before == system) {
        return new CtrlC(handle, signal, before);
      }
      handle.invoke(null, signal, before);
    } catch (ReflectiveOperationException | LinkageError e) {
      // A JVM that has no such signal, or keeps it for itself (-Xrs): as it is without us.
      return new CtrlC(null, null, null);
    }
    return new CtrlC(null, null, null);
  }

  /** Whether anything was changed. */
  boolean active() {
    return before != null;
  }

  /** The signal means what it meant before. */
  @Override
  public void close() {
    if (handle != null) {
      try {
        handle.invoke(null, signal, before);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
