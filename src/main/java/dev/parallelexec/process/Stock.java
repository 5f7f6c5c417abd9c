package dev.parallelexec.process;

import dev.parallelexec.wire.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The warm workers that serve no list at the time. For any thread. */
final class Stock {
  /**
   * A worker halts after its users' shutdown hooks had five seconds; one that does not is ended.
   */
  private static final long QUIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Home home;
  private final ArrayDeque<StockWorker> idle = new ArrayDeque<>();
  private final Set<StockWorker> quitting = new HashSet<>();

  /** Empty. */
  Stock(Home home) {
    this.home = home;
  }

  /**
   * A warm worker of this key, null where there is none; the one with the lowest slot, so that a
   * list with few workers has the slots that it would have had in a build of its own.
   */
  @Nullable StockWorker take(StockWorker.Key key, int maxTasks, Permits.Asker asker) {
    synchronized (idle) {
      List<StockWorker> fit = new ArrayList<>();
      for (StockWorker member : idle) {
        boolean fresh = maxTasks == 0 || member.tasks < maxTasks;
        if (member.key.equals(key) && fresh) {
          fit.add(member);
        }
      }
      fit.sort(Comparator.comparingInt(member -> member.permit.slot()));
      for (StockWorker member : fit) {
        if (home.permits().reuse(member, member.permit, asker)) {
          idle.remove(member);
          return member;
        }
      }
      return null;
    }
  }

  /**
   * A list needs it no longer. The stock is its guest before anybody can take it again: whoever
   * takes it becomes its guest in turn. Whoever calls this wakes the others when it holds no lock.
   *
   * @return false where it is gone already
   */
  boolean giveBack(StockWorker member) {
    if (!member.worker().attach(new Guest(member))) {
      return false;
    }
    synchronized (idle) {
      idle.addFirst(member);
      home.permits().idle(member, member.permit, () -> evict(member));
    }
    return true;
  }

  private void evict(StockWorker member) {
    synchronized (idle) {
      idle.remove(member);
      quitting.add(member);
    }
    if (member.worker().isReady()) {
      member.worker().quit();
      home.later(QUIT_NANOS, () -> killUnlessGone(member));
    } else {
      member.worker().kill();
    }
  }

  private void killUnlessGone(StockWorker member) {
    boolean there;
    synchronized (idle) {
      there = quitting.contains(member);
    }
    if (there) {
      member.worker().kill();
    }
  }

  /** For a worker whose list is still to come. */
  Worker.Guest guest() {
    return new Guest(null);
  }

  /** The guest of a worker that serves nobody: it only notices its death. */
  private final class Guest implements Worker.Guest {
    private final @Nullable StockWorker member;

    Guest(@Nullable StockWorker member) {
      this.member = member;
    }

    @Override
    public void ready(Worker worker) {}

    @Override
    public void frame(Worker worker, Frame frame) {
      // An answer to what a list asked when it was about to end.
      boolean late =
          frame instanceof Frame.Dumped
              || (frame instanceof Frame.Returned returned && returned.seqs().isEmpty());
      if (!late && !(frame instanceof Frame.Output)) {
        throw new Breach("an unexpected " + frame.kind() + " frame of an idle worker");
      }
    }

    @Override
    public void raw(Worker worker, boolean err, byte[] bytes, int length) {}

    @Override
    public void gone(Worker worker, Death death) {
      if (member != null) {
        synchronized (idle) {
          idle.remove(member);
          quitting.remove(member);
        }
        home.gone(member);
      }
    }
  }
}
