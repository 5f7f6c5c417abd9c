package dev.parallelexec.report;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The console as one list uses it: knows for how long the list has been silent. */
final class Voice implements Console {
  private final Console console;
  private final LongSupplier nanoTime;
  private volatile long last;

  Voice(Console console, LongSupplier nanoTime) {
    this.console = console;
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
  public void debug(String block) {
    console.debug(block);
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

  @Override
  public void command(String line) {
    console.command(line);
  }

  @Override
  public void together(Runnable calls) {
    console.together(calls);
  }

  @Override
  public void footer(List<String> lines) {
    console.footer(lines);
  }

  @Override
  public @Nullable Size terminal() {
    return console.terminal();
  }

  @Override
  public boolean color() {
    return console.color();
  }

  @Override
  public boolean infoEnabled() {
    return console.infoEnabled();
  }
}
