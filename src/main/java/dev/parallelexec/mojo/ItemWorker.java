package dev.parallelexec.mojo;

import dev.parallelexec.plan.ItemFeed;
import dev.parallelexec.pool.EngineException;
import org.jspecify.annotations.Nullable;

/**
 * The items of an {@code itemsFunction}. The list is planned before its workers are known, so how
 * the function's worker is started is told later, and it is started at the first pull.
 */
final class ItemWorker implements ItemFeed {
  /** Starts the worker. */
  interface Start {
    dev.parallelexec.process.ItemFeed open() throws EngineException;
  }

  private @Nullable Start start;
  private dev.parallelexec.process.@Nullable ItemFeed feed;

  void startBy(Start how) {
    start = how;
  }

  @Override
  public @Nullable String next() throws Exception {
    dev.parallelexec.process.ItemFeed open = feed;
    if (open == null) {
      if (start == null) {
        throw new IllegalStateException("no worker to pull items from");
      }
      open = start.open();
      feed = open;
    }
    return open.next();
  }

  @Override
  public void close() {
    dev.parallelexec.process.ItemFeed open = feed;
    if (open != null) {
      open.close();
    }
  }
}
