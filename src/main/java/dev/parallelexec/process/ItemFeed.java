package dev.parallelexec.process;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.wire.Frame;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The items that a function yields in a worker of its own, pulled in chunks; the next chunk is
 * under way while the last one is used. For one thread, {@link #close} for any.
 */
public final class ItemFeed implements AutoCloseable {
  private static final int CHUNK = 512;

  private final Call function;
  private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
  private final Queue<String> items = new ArrayDeque<>();
  private boolean last;
  private @Nullable Worker worker;

  ItemFeed(Call function) {
    this.function = function;
  }

  /** A chunk of items, or the reason why there will be none. */
  private record Said(Frame.@Nullable ItemChunk chunk, @Nullable String death) {}

  void start(Worker process, Runnable gone) {
    worker = process;
    process.attach(new Guest(gone));
    process.start();
  }

  /**
   * The next item, or null after the last.
   *
   * @throws EngineException where the function threw or its worker died
   */
  public @Nullable String next() throws EngineException, InterruptedException {
    while (items.isEmpty() && !last) {
      Said next = said.take();
      Frame.ItemChunk chunk = next.chunk();
      if (chunk == null) {
        last = true;
        throw new EngineException(
            "itemsFunction " + function.text() + ": its worker died: " + next.death());
      }
      items.addAll(chunk.items());
      last = chunk.last();
      Failure failure = chunk.failure();
      if (failure != null) {
        last = true;
        throw new EngineException(
            "itemsFunction "
                + function.text()
                + " failed: "
                + (failure.stack().isEmpty() ? failure.headline() : failure.stack()));
      }
      if (!last && worker != null) {
        worker.send(new Frame.Pull(CHUNK));
      }
    }
    return items.poll();
  }

  /** Ends the worker. */
  @Override
  public void close() {
    if (worker != null) {
      worker.kill();
    }
  }

  private final class Guest implements Worker.Guest {
    private final Runnable gone;

    Guest(Runnable gone) {
      this.gone = gone;
    }

    @Override
    public void ready(Worker process) {
      process.write(new Frame.Items(function));
      process.send(new Frame.Pull(CHUNK));
    }

    @Override
    public void frame(Worker process, Frame frame) {
      if (frame instanceof Frame.ItemChunk chunk) {
        said.add(new Said(chunk, null));
      } else if (!(frame instanceof Frame.Output)) {
        throw new Breach("an unexpected " + frame.kind() + " frame of a worker that yields items");
      }
    }

    @Override
    public void raw(Worker process, boolean err, byte[] bytes, int length) {}

    @Override
    public void gone(Worker process, Death death) {
      gone.run();
      Failure initializer = death.initializer();
      String why = initializer == null ? death.reason() : "initializer: " + initializer.headline();
      String words = death.lastWords();
      said.add(new Said(null, words.isEmpty() ? why : why + "\n" + words));
    }
  }
}
