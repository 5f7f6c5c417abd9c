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
record LaunchedWorker(LaunchedProcess process, String node, Placement.@Nullable Freight freight)
    implements Placement.Placed {
  @Override
  public String loss() {
    return process.loss();
  }
}
