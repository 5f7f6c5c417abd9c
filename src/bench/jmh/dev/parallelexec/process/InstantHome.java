package dev.parallelexec.process;

import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/**
 * A home whose workers have no process: they are ready at once, and each attempt that they are sent
 * ends when the benchmark says so. No alarm ever rings. For one thread.
 */
final class InstantHome extends Home {
  /** So short that batches grow as large as they may. */
  private static final long TASK_NANOS = 500;

  private final List<InstantWorker> workers = new ArrayList<>();
  private final Permits permits = new Permits(new ConcurrentHashMap<>());
  private final Stock stock = new Stock(this);

  @Override
  Stock stock() {
    return stock;
  }

  @Override
  Permits permits() {
    return permits;
  }

  @Override
  boolean isTerminating() {
    return false;
  }

  @Override
  StockWorker create(StockWorker.Key key, Permits.Permit permit, ListOptions.Bounds bounds) {
    InstantWorker worker = new InstantWorker(permit.slot(), stock.guest());
    workers.add(worker);
    return new StockWorker(worker, permit, key);
  }

  @Override
  void gone(StockWorker member) {
    permits.release(member, member.permit);
  }

  @Override
  Patience patience() {
    return Patience.USUAL;
  }

  @Override
  long nanos() {
    return System.nanoTime();
  }

  @Override
  Future<?> after(long nanos, Runnable work) {
    return CompletableFuture.completedFuture(null);
  }

  /** Each worker says its next words; false where none has anything to say. */
  boolean step() {
    boolean said = false;
    for (InstantWorker worker : workers) {
      said |= worker.step();
    }
    return said;
  }

  /** What a worker process does, as far as the dispatcher can see, and nothing of its work. */
  private static final class InstantWorker implements Worker {
    private final int slot;
    private final ArrayDeque<Frame> sent = new ArrayDeque<>();
    private Guest guest;
    private boolean ready;

    InstantWorker(int slot, Guest guest) {
      this.slot = slot;
      this.guest = guest;
    }

    boolean step() {
      if (!ready) {
        ready = true;
        guest.ready(this);
        return true;
      }
      Frame frame = sent.poll();
      if (frame instanceof Frame.Run run) {
        guest.frame(this, new Frame.Started(run.seq(), 0));
        guest.frame(this, done(run.seq()));
      } else if (frame instanceof Frame.Open open) {
        guest.frame(this, new Frame.Opened(open.list(), List.of(), false));
      } else if (frame instanceof Frame.Recall) {
        List<Long> back =
            sent.stream()
                .filter(Frame.Run.class::isInstance)
                .map(f -> ((Frame.Run) f).seq())
                .toList();
        sent.removeIf(Frame.Run.class::isInstance);
        guest.frame(this, new Frame.Returned(back));
      } else if (frame instanceof Frame.Close close) {
        guest.frame(this, new Frame.Closed(close.list(), null));
      } else if (frame != null) {
        throw new IllegalStateException("no benchmark sends " + frame.kind());
      }
      return frame != null;
    }

    private static Frame done(long seq) {
      return new Frame.Done(
          seq, Outcome.PASSED, "1", null, new byte[0], TASK_NANOS, false, List.of(), "");
    }

    @Override
    public void start() {}

    @Override
    public int slot() {
      return slot;
    }

    @Override
    public long pid() {
      return slot;
    }

    @Override
    public boolean isReady() {
      return ready;
    }

    @Override
    public Death.Stage stage() {
      return ready ? Death.Stage.READY : Death.Stage.INITIALIZING;
    }

    @Override
    public String whereabouts() {
      return "";
    }

    @Override
    public boolean attach(Guest next) {
      guest = next;
      return true;
    }

    @Override
    public void write(Frame frame) {
      sent.add(frame);
    }

    @Override
    public void send(Frame frame) {
      sent.add(frame);
    }

    @Override
    public void sendAside(Frame frame) {
      sent.add(frame);
    }

    @Override
    public void flush() {}

    @Override
    public void quit() {
      throw new IllegalStateException("no benchmark ends a worker");
    }

    @Override
    public void kill() {
      throw new IllegalStateException("no benchmark kills a worker");
    }
  }
}
