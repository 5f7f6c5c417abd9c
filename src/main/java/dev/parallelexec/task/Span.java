package dev.parallelexec.task;

/**
 * Where and when an attempt ran.
 *
 * @param slot the worker's number, from 1; 0 where it did not run
 * @param thread which of the worker's threads ran it, from 1; 0 where that has but one for tasks
 * @param pid the worker's process id; 0 where it did not run
 * @param startedMillis when it started, milliseconds since the epoch on Maven's clock
 * @param nanos how long it ran
 */
public record Span(int slot, int thread, long pid, long startedMillis, long nanos) {
  /** For what never ran. */
  public static final Span NONE = new Span(0, 0, 0, 0, 0);

  /** How long it ran, in seconds. */
  public double seconds() {
    return nanos / 1e9;
  }
}
