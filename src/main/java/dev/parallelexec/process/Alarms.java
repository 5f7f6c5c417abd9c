package dev.parallelexec.process;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What is to be done later, by one thread that nothing may hold up. For any thread. */
final class Alarms {
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Alarms::thread);

  Alarms() {
    timer.setRemoveOnCancelPolicy(true);
    // What is still to come when the build has ended is not worth an exception on a reader's
    // thread.
    timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "parallel-exec timer");
    thread.setDaemon(true);
    return thread;
  }

  Future<?> after(long nanos, Runnable work) {
    return timer.schedule(work, nanos, TimeUnit.NANOSECONDS);
  }

  /** Nothing is done any more. */
  void stop() {
    timer.shutdownNow();
  }
}
