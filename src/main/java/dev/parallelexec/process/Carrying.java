package dev.parallelexec.process;

import dev.parallelexec.pool.Placement;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A worker whose node may not share this machine's files: what an attempt reads is there before the
 * attempt is, and what it wrote is here before anybody hears of its end. Frames keep their order,
 * behind the files; they are brought on a thread of the worker's own, and fetched on its reader.
 * Files that cannot be moved are the node's fault: it counts as lost.
 */
final class Carrying implements Worker {
  private final WorkerProcess process;

  /** What comes back with an attempt, by its number on the channel. */
  private final Map<Long, Cargo> returning = new ConcurrentHashMap<>();

  private @Nullable ExecutorService carrier;
  private boolean gone;

  /** Carries for this one, from the moment at which it is placed. */
  Carrying(WorkerProcess process) {
    this.process = process;
  }

  private Placement.@Nullable Freight freight() {
    return process.freight();
  }

  /** Has something done after all that was asked before, if anything may take its time. */
  private void inOrder(Runnable step) {
    if (freight() == null) {
      step.run();
      return;
    }
    try {
      ExecutorService open = carrier();
      if (open != null) {
        open.execute(step);
      }
    } catch (RejectedExecutionException e) {
      // Its worker is gone; the guest hears of that.
    }
  }

  private synchronized @Nullable ExecutorService carrier() {
    if (carrier == null && !gone) {
      carrier =
          Executors.newSingleThreadExecutor(
              work -> {
                Thread thread = new Thread(work, "parallel-exec freight " + slot());
                thread.setDaemon(true);
                return thread;
              });
    }
    return carrier;
  }

  private synchronized void stopCarrying() {
    gone = true;
    if (carrier != null) {
      carrier.shutdownNow();
    }
  }

  @Override
  public void run(Frame.Run frame, Cargo cargo) {
    inOrder(
        () -> {
          Placement.Freight freight = freight();
          if (freight == null) {
            process.write(frame);
          } else if (moved(() -> cargo.bring(freight))) {
            returning.put(frame.seq(), cargo);
            process.write(there(freight, frame));
          }
        });
  }

  private interface Move {
    void now() throws IOException, InterruptedException;
  }

  /** Whether files were moved; else the worker is ended. */
  private boolean moved(Move files) {
    try {
      files.now();
      return true;
    } catch (IOException | RuntimeException e) {
      process.lose(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      // Its worker is gone; the thread ends.
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private static Frame.Run there(Placement.Freight freight, Frame.Run frame) {
    Map<String, String> properties = new HashMap<>(frame.properties());
    properties.replaceAll((name, value) -> freight.there(value));
    return new Frame.Run(
        frame.seq(),
        frame.list(),
        frame.call(),
        frame.index(),
        frame.id(),
        frame.attempt(),
        frame.arguments().stream().map(freight::there).toList(),
        frame.defaulted(),
        properties,
        freight.there(frame.tmpdir()),
        frame.limited());
  }

  /** Whether the guest may hear of it; else the worker is ended. */
  private boolean fetched(Frame.Done done) {
    Placement.Freight freight = freight();
    Cargo cargo = returning.remove(done.seq());
    return freight == null
        || cargo == null
        || done.outcome() != Outcome.PASSED
        || moved(() -> cargo.fetch(freight));
  }

  /** Stands between the process and its guest. */
  private final class Between implements Guest {
    private final Guest guest;

    Between(Guest guest) {
      this.guest = guest;
    }

    @Override
    public void ready(Worker worker) {
      guest.ready(Carrying.this);
    }

    @Override
    public void frame(Worker worker, Frame frame) {
      if (frame instanceof Frame.Returned back) {
        back.seqs().forEach(returning::remove);
      }
      if (!(frame instanceof Frame.Done done) || fetched(done)) {
        guest.frame(Carrying.this, frame);
      }
    }

    @Override
    public void raw(Worker worker, boolean err, byte[] bytes, int length) {
      guest.raw(Carrying.this, err, bytes, length);
    }

    @Override
    public void gone(Worker worker, Death death) {
      stopCarrying();
      guest.gone(Carrying.this, death);
    }
  }

  @Override
  public boolean attach(Guest next) {
    return process.attach(new Between(next));
  }

  @Override
  public void write(Frame frame) {
    inOrder(() -> process.write(frame));
  }

  @Override
  public void send(Frame frame) {
    inOrder(() -> process.send(frame));
  }

  @Override
  public void sendAside(Frame frame) {
    process.sendAside(frame);
  }

  @Override
  public void flush() {
    inOrder(process::flush);
  }

  @Override
  public void quit() {
    inOrder(process::quit);
  }

  @Override
  public void kill() {
    process.kill();
  }

  @Override
  public void start() {
    process.start();
  }

  @Override
  public int slot() {
    return process.slot();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public String node() {
    return process.node();
  }

  @Override
  public boolean isReady() {
    return process.isReady();
  }

  @Override
  public Death.Stage stage() {
    return process.stage();
  }

  @Override
  public @Nullable String whereabouts() {
    return process.whereabouts();
  }
}
