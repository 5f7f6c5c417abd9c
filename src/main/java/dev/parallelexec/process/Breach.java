package dev.parallelexec.process;

/**
 * A worker said what no worker says: something in it writes to the channel that should not. It is
 * ended, and its task's failure names this. Unchecked, so that it passes through the steps that are
 * made under a lock; thrown before a step has changed anything.
 */
final class Breach extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a phrase that follows {@code protocol error: }. */
  Breach(String what) {
    super(what, null, false, false);
  }
}
