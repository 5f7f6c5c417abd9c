package dev.parallelexec.remote;

import dev.parallelexec.pool.Placement;
import org.jspecify.annotations.Nullable;

/**
 * A worker that a launcher put on a node.
 *
 * @param process the command on this machine
 * @param node its name
 * @param freight how files go there; null where they are there
 */
record LaunchedWorker(Process process, String node, Placement.@Nullable Freight freight)
    implements Placement.Placed {
  /** What ssh says where the link or the node failed; no worker's own end is this one. */
  private static final int LOST = 255;

  @Override
  public boolean lost() {
    return !process.isAlive() && process.exitValue() == LOST;
  }
}
