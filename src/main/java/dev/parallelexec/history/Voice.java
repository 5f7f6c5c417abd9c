package dev.parallelexec.history;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** What a history has to say. Thread-safe. */
final class Voice {
  private final Consumer<String> notice;
  private final Consumer<String> debug;
  private final AtomicBoolean troubled = new AtomicBoolean();

  Voice(Consumer<String> notice, Consumer<String> debug) {
    this.notice = notice;
    this.debug = debug;
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
