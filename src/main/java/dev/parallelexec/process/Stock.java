package dev.parallelexec.process;

import dev.parallelexec.wire.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The warm workers that serve no list at the time. For any thread. */
final class Stock {
  private final Permits permits;
  private final Consumer<StockWorker> dead;
  private final ArrayDeque<StockWorker> idle = new ArrayDeque<>();

  /**
   * Empty.
   *
   * @param dead told of a worker that died in the stock
   */
  Stock(Permits permits, Consumer<StockWorker> dead) {
    this.permits = permits;
    this.dead = dead;
  }

  /**
   * A warm worker of this key, null where there is none; the one with the lowest slot, so that a
   * list with few workers has the slots that it would have had in a build of its own.
   */
  @Nullable StockWorker take(StockWorker.Key key, int maxTasks, boolean fired) {
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
        idle.remove(member);
        if (permits.reuse(member, member.permit, fired)) {
          return member;
        }
      }
      return null;
    }
  }

  /**
   * A list needs it no longer. The stock is its guest before anybody can take it again: whoever
   * takes it becomes its guest in turn.
   */
  void giveBack(StockWorker member) {
    if (!member.worker().attach(new Guest(member))) {
      dead.accept(member);
      return;
    }
    synchronized (idle) {
      idle.addFirst(member);
      permits.idle(member, member.permit, () -> evict(member));
    }
    permits.wakeAll();
  }

  private void evict(StockWorker member) {
    synchronized (idle) {
      idle.remove(member);
    }
    if (member.worker().isReady()) {
      member.worker().quit();
    } else {
      member.worker().kill();
    }
  }

  /** For a worker whose list is still to come. */
  WorkerProcess.Guest guest() {
    return new Guest(null);
  }

  /** The guest of a worker that serves nobody: it only notices its death. */
  private final class Guest implements WorkerProcess.Guest {
    private final @Nullable StockWorker member;

    Guest(@Nullable StockWorker member) {
      this.member = member;
    }

    @Override
    public void ready(WorkerProcess worker) {}

    @Override
    public void frame(WorkerProcess worker, Frame frame) {
      boolean late = frame instanceof Frame.Output || frame instanceof Frame.Closed;
      if (!late && !(frame instanceof Frame.Opened) && !(frame instanceof Frame.Dumped)) {
        throw new Breach("an unexpected " + frame.kind() + " frame of an idle worker");
      }
    }

    @Override
    public void raw(WorkerProcess worker, boolean err, byte[] bytes, int length) {}

    @Override
    public void gone(WorkerProcess worker, Death death) {
      if (member != null) {
        synchronized (idle) {
          idle.remove(member);
        }
        dead.accept(member);
      }
    }
  }
}
