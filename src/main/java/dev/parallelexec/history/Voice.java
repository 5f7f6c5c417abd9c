package dev.parallelexec.history;

import dev.parallelexec.task.Task;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** What a history has to say. Thread-safe. */
final class Voice {
  private final Consumer<String> notice;
  private final Consumer<String> debug;
  private final boolean explains;
  private final AtomicBoolean troubled = new AtomicBoolean();

  /**
   * Has said nothing yet.
   *
   * @param explains whether debug is told of each task why it runs
   */
  Voice(Consumer<String> notice, Consumer<String> debug, boolean explains) {
    this.notice = notice;
    this.debug = debug;
    this.explains = explains;
  }

  /** What becomes of a task, and why. */
  void explain(Task task, String what, String why) {
    if (explains) {
      debug.accept("The task " + task.id() + what + why);
    }
  }

  void notice(String text) {
    notice.accept(text);
  }

  void debug(String text) {
    debug.accept(text);
  }

  /**
   * Something could not be read or written. The tasks go on, and one such thing is enough to read.
   *
   * @param what a sentence
   */
  void trouble(String what, IOException e) {
    debug.accept(what + ": " + e);
    if (troubled.compareAndSet(false, true)) {
      notice.accept(what + ": " + e + ". The tasks concerned will run again next time");
    }
  }
}
