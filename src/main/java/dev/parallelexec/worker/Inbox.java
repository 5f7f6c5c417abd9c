package dev.parallelexec.worker;

import dev.parallelexec.wire.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What the channel's thread hands to the task thread, or to all lanes of a list, in order. */
final class Inbox {
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private boolean retired;

  /** Hands a frame over; false for an attempt that must not start here any more. */
  synchronized boolean add(Frame frame) {
    if (retired && frame.kind() == Frame.Kind.RUN) {
      return false;
    }
    frames.add(frame);
    notify();
    return true;
  }

  /** The next frame, or null where there is none yet. */
  synchronized @Nullable Frame poll() {
    return frames.poll();
  }

  /** The next frame, waited for. */
  synchronized Frame take() {
    while (frames.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Meant for an attempt that is over.
      }
    }
    return frames.remove();
  }

  /** Takes back the attempts that have not started. */
  synchronized List<Long> recall() {
    List<Long> seqs = new ArrayList<>();
    for (Iterator<Frame> all = frames.iterator(); all.hasNext(); ) {
      if (all.next() instanceof Frame.Run run) {
        seqs.add(run.seq());
        all.remove();
      }
    }
    return seqs;
  }

  /** As {@link #recall}; and no attempt is taken from now on. */
  synchronized List<Long> retire() {
    retired = true;
    return recall();
  }
}
