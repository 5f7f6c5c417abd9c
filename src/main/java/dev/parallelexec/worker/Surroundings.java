package dev.parallelexec.worker;

import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a task finds around it and may change: streams, system properties, the context class loader.
 * Each task finds them as the one before did.
 */
final class Surroundings implements Runnable {
  private final FrameWriter writer;
  private final InputStream in = new ByteArrayInputStream(new byte[0]);
  private final Output toOut;
  private final Output toErr;
  private final TaskProperties properties = new TaskProperties(System.getProperties());
  final ClassLoader loader = ClassLoader.getSystemClassLoader();

  /** Where attempts may run now. */
  volatile Lane[] lanes = {};

  private PrintStream out;
  private PrintStream err;

  Surroundings(FrameWriter writer) {
    this.writer = writer;
    toOut = new Output(writer, false);
    toErr = new Output(writer, true);
    out = toOut.stream();
    err = toErr.stream();
    properties.put("stdout.encoding", "UTF-8");
    properties.put("stderr.encoding", "UTF-8");
    install();
  }

  /** From now on several tasks run at once. */
  void share(Lane[] among) {
    lanes = among;
    toOut.share();
    toErr.share();
  }

  /**
   * Before a task. Where several run at once, what one of them has put in place of a stream goes
   * when the next begins.
   *
   * @param own system properties that hold for this task
   * @param all whether the task may leave no property behind
   * @return what {@link #restore} needs; null for a task without either
   */
  @Nullable
  Map<Object, Object> install(Map<String, String> own, boolean all) {
    install();
    if (own.isEmpty() && !all) {
      return null;
    }
    Map<Object, Object> before = properties.snapshot();
    properties.putAll(own);
    return before;
  }

  /** After a task. */
  void restore(@Nullable Map<Object, Object> before, Map<String, String> own, boolean all) {
    if (before == null) {
      return;
    }
    if (all) {
      properties.back(before);
      return;
    }
    for (String key : own.keySet()) {
      Object value = before.get(key);
      if (value == null) {
        properties.remove(key);
      } else {
        properties.put(key, value);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // Is it this very object?
  private synchronized void install() {
    if (System.getProperties() != properties) {
      System.setProperties(properties);
    }
    if (toOut.closed) {
      out = toOut.stream();
    }
    if (toErr.closed) {
      err = toErr.stream();
    }
    if (System.out != out) {
      System.setOut(out);
    }
    if (System.err != err) {
      System.setErr(err);
    }
    if (System.in != in) {
      System.setIn(in);
    }
    Thread thread = Thread.currentThread();
    if (thread.getContextClassLoader() != loader) {
      thread.setContextClassLoader(loader);
    }
  }

  /** What holds for the worker's life. */
  void setUp(Frame.Setup setup) {
    properties.putAll(setup.properties());
    properties.put("parallel-exec.worker.slot", Integer.toString(setup.slot()));
    properties.put("parallel-exec.run.id", setup.runId());
  }

  /** Sends what is still buffered: single bytes after the last line, the user's own streams too. */
  @SuppressWarnings("ReferenceEquality") // Is it this very object?
  void flush() {
    try {
      if (System.out != out) {
        System.out.flush();
      }
      if (System.err != err) {
        System.err.flush();
      }
    } catch (Throwable e) {
      // A stream of the user's; what it lost is lost.
    }
    out.flush();
    err.flush();
  }

  /** A shutdown hook: tells that the JVM has begun to shut down though an attempt runs. */
  @Override
  public void run() {
    flush();
    try {
      for (Lane lane : lanes) {
        RunningAttempt attempt = lane.running.get();
        if (attempt != null && attempt.seq >= 0) {
          toOut.flush(attempt);
          toErr.flush(attempt);
          writer.write(new Frame.Exiting(attempt.seq));
        }
      }
      writer.flush();
    } catch (IOException e) {
      // Nobody is there to be told.
    }
  }
}
