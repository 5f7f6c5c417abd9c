package dev.parallelexec.process;

import dev.parallelexec.wire.Frame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The warm workers that serve no list at the time. For any thread. */
final class Stock {
  private final Permits permits;
  private final Consumer<StockWorker> dead;

  /** By slot, so that a list with few workers has the low numbers, as far as it is up to us. */
  private final List<StockWorker> idle = new ArrayList<>();

  /**
   * Empty.
   *
   * @param dead told of a worker that died in the stock
   */
  Stock(Permits permits, Consumer<StockWorker> dead) {
    this.permits = permits;
    this.dead = dead;
  }

  /** A warm worker of this key, the one with the lowest slot; null where there is none. */
  @Nullable StockWorker take(StockWorker.Key key, int maxTasks, boolean fired) {
    synchronized (idle) {
      for (Iterator<StockWorker> all = idle.iterator(); all.hasNext(); ) {
        StockWorker member = all.next();
        boolean fresh = maxTasks == 0 || member.tasks < maxTasks;
        if (member.key.equals(key) && fresh) {
          all.remove();
          if (permits.reuse(member, member.permit, fired)) {
            return member;
          }
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
      idle.add(member);
      idle.sort(Comparator.comparingInt(one -> one.permit.slot()));
    }
    permits.idle(member, member.permit, () -> evict(member));
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
      if (!late && !(frame instanceof Frame.Opened)) {
        worker.kill();
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
