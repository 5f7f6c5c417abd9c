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

  /** The job that has started: the next one of those that were sent. */
  static Job started(Seat seat, long seq) {
    Job next = seat.sent.peek();
    if (next == null || next.seq != seq || seat.running != null) {
      throw new Breach("task " + seq + " of the channel started, which was not its turn");
    }
    return next;
  }

  /** The job that has ended: the one that runs. */
  static Job done(Seat seat, Frame.Done done) {
    Job job = seat.running;
    if (job == null || job.seq != done.seq()) {
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
      if (job == null || job == seat.running || back.contains(job)) {
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
