package com.acme;

/** A task that takes its time, and tells which. */
public final class Clock {
  private Clock() {}

  /** When a task ran, in milliseconds. */
  public record Span(String name, long started, long ended) {}

  /** Takes some milliseconds. */
  public static Span take(String name, long millis) throws InterruptedException {
    long started = System.currentTimeMillis();
    Thread.sleep(millis);
    return new Span(name, started, System.currentTimeMillis());
  }
}
