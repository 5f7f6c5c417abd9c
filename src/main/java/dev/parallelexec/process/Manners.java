package dev.parallelexec.process;

import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds what a worker says against what it may say at that moment. A task can find the channel and
 * write to it; then its worker is ended, before anything has come of what was said.
 */
final class Manners {
  private Manners() {}

  static void opened(Seat seat, int list, Frame.Opened opened) {
    if (opened.list() != list || seat.state != Seat.State.OPENING) {
      throw new Breach("list " + opened.list() + " was opened, which nobody asked for");
    }
  }

  /**
   * The job that has started: one of the next that were sent, as many as there are free threads,
   * because these take them in order and then may overtake each other; on one that is free.
   */
  static Job started(Seat seat, Frame.Started started) {
    int free = seat.threads - seat.running.size();
    for (Job job : seat.sent) {
      if (free > 0 && !seat.runs(job)) {
        free--;
        if (job.seq == started.seq() && isFree(seat, job, started.thread())) {
          return job;
        }
      }
    }
    throw new Breach("task " + started.seq() + " of the channel started, which was not its turn");
  }

  /** What is no task has the worker for itself, and runs where all does that is one at a time. */
  private static boolean isFree(Seat seat, Job job, int thread) {
    boolean several = seat.threads > 1 && job.isTask();
    for (Job other : seat.running) {
      if (other.thread == thread) {
        return false;
      }
    }
    return thread >= (several ? 1 : 0) && thread <= (several ? seat.threads : 0);
  }

  /** The job that has ended: one that runs. */
  static Job done(Seat seat, Frame.Done done) {
    Job job = seat.find(done.seq());
    if (job == null || !seat.runs(job)) {
      throw new Breach("task " + done.seq() + " of the channel ended, which did not run");
    }
    Outcome outcome = done.outcome();
    boolean known =
        outcome == Outcome.PASSED || outcome == Outcome.FAILED || outcome == Outcome.OUT_OF_MEMORY;
    if (!known || (outcome == Outcome.PASSED) != (done.failure() == null)) {
      throw new Breach("the outcome " + outcome.label() + " with " + reason(done));
    }
    if (done.nanos() < 0) {
      throw new Breach("a task that took " + done.nanos() + " ns");
    }
    return job;
  }

  private static String reason(Frame.Done done) {
    return done.failure() == null ? "no failure" : "a failure";
  }

  /** The jobs that come back: some of those that were sent and have not started. */
  static List<Job> returned(Seat seat, Frame.Returned returned) {
    List<Job> back = new ArrayList<>();
    for (long seq : returned.seqs()) {
      Job job = seat.find(seq);
      if (job == null || seat.runs(job) || back.contains(job)) {
        throw new Breach("task " + seq + " of the channel was returned, which it has not got");
      }
      back.add(job);
    }
    return back;
  }

  static void closed(Seat seat, int list, Frame.Closed closed) {
    if (closed.list() != list || seat.state != Seat.State.CLOSING) {
      throw new Breach("list " + closed.list() + " was closed, which nobody asked for");
    }
  }
}
