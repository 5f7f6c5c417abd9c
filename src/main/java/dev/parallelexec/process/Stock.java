package dev.parallelexec.process;

import dev.parallelexec.wire.Frame;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The warm workers that serve no list at the time. For any thread. */
final class Stock {
  private final Permits permits;
  private final Consumer<StockWorker> dead;
  private final BooleanSupplier terminating;
  private final ArrayDeque<StockWorker> idle = new ArrayDeque<>();

  /**
   * Empty.
   *
   * @param dead told of a worker that died in the stock
   */
  Stock(Permits permits, Consumer<StockWorker> dead, BooleanSupplier terminating) {
    this.permits = permits;
    this.dead = dead;
    this.terminating = terminating;
  }

  /** A warm worker of this key, the one that was used last; null where there is none. */
  @Nullable StockWorker take(StockWorker.Key key, int maxTasks, boolean fired) {
    synchronized (idle) {
      for (Iterator<StockWorker> all = idle.iterator(); all.hasNext(); ) {
        StockWorker member = all.next();
        boolean fresh = maxTasks == 0 || member.tasks < maxTasks;
        if (member.key.equals(key) && fresh && permits.reuse(member, member.permit, fired)) {
          all.remove();
          return member;
        }
      }
      return null;
    }
  }

  /** A list needs it no longer. */
  void giveBack(StockWorker member) {
    Guest guest = new Guest();
    guest.member = member;
    synchronized (idle) {
      idle.addFirst(member);
    }
    permits.idle(member, member.permit, () -> evict(member));
    if (!member.worker().attach(guest) || terminating.getAsBoolean()) {
      guest.bury();
    }
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
    return new Guest();
  }

  /** The guest of a worker that serves nobody: it only notices its death. */
  private final class Guest implements WorkerProcess.Guest {
    private @Nullable StockWorker member;

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
      bury();
    }

    private void bury() {
      StockWorker buried = member;
      if (buried != null) {
        synchronized (idle) {
          idle.remove(buried);
        }
        dead.accept(buried);
      }
    }
  }
}
