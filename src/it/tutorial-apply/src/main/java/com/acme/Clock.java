package com.acme;

/** A task that takes its time, and tells which. */
public final class Clock {
  private Clock() {}

  /** When a task ran, in milliseconds. */
  public record Span(int number, long started, long ended) {}

  /** Takes some milliseconds. */
  public static Span take(int number, long millis) throws InterruptedException {
    long started = System.currentTimeMillis();
    Thread.sleep(millis);
    return new Span(number, started, System.currentTimeMillis());
  }
}
