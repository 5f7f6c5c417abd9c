package dev.parallelexec.report;

import java.util.function.LongSupplier;

/** The console as one list uses it: knows for how long the list has been silent. */
final class Voice extends ForwardingConsole {
  private final LongSupplier nanoTime;
  private volatile long last;

  Voice(Console console, LongSupplier nanoTime) {
    super(console);
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  /** Since the list last said something that is seen. */
  long silentNanos() {
    return nanoTime.getAsLong() - last;
  }

  /** The silence counts from now on. */
  void heard() {
    last = nanoTime.getAsLong();
  }

  @Override
  public void info(String block) {
    heard();
    console.info(block);
  }

  @Override
  public void warn(String block) {
    heard();
    console.warn(block);
  }

  @Override
  public void error(String block) {
    heard();
    console.error(block);
  }

  @Override
  public void folded(String title, String block) {
    heard();
    console.folded(title, block);
  }
}
