package dev.parallelexec.process;

import java.util.concurrent.Future;

/**
 * What the engine of a list needs of the place where it lives: workers, the leave to have them, and
 * time. A class, because the methods of an interface would be public in {@link LocalWorkers}. For
 * any thread.
 */
abstract class Home {
  abstract Stock stock();

  abstract Permits permits();

  /** Whether its workers are on this machine. */
  boolean here() {
    return true;
  }

  /** Whether the build is being stopped: what is created from now on is ended at once. */
  abstract boolean isTerminating();

  /** A new worker, not started yet. */
  abstract StockWorker create(
      StockWorker.Key key, Permits.Permit permit, ListOptions.Bounds bounds);

  /** A worker that served a list is gone; whoever notices says so. */
  abstract void gone(StockWorker member);

  /** How long what is the user's may take. */
  abstract Patience patience();

  /** A clock for durations. */
  abstract long nanos();

  /** Runs something later; the timer's one thread must not be held up. */
  abstract Future<?> after(long nanos, Runnable work);

  /** As {@link #after}, for what nobody will call off. */
  void later(long nanos, Runnable work) {
    Future<?> unused = after(nanos, work);
  }

  long heapOf(WorkerSpec spec) {
    return Machine.heapOf(spec.launch().jvmArguments()).orElse(spec.heapBytes());
  }

  String commandText(WorkerSpec spec) {
    return spec.launch().java() + " " + String.join(" ", spec.launch().jvmArguments());
  }
}
