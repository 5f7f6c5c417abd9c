package dev.parallelexec.process;

import dev.parallelexec.jvm.Launch;
import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How one worker is put on another machine. What is around its process there is the node's. */
final class Placing implements Starter {
  private final Elsewhere ground;
  private final StockWorker.Key key;
  private final WorkerCommand.Seat seat;
  private final Consumer<String> debug;
  private volatile Placement.@Nullable Placed placed;
  private volatile boolean quitting;

  /** Starts nothing yet. */
  Placing(Elsewhere ground, StockWorker.Key key, WorkerCommand.Seat seat, Consumer<String> debug) {
    this.ground = ground;
    this.key = key;
    this.seat = seat;
    this.debug = debug;
  }

  @Override
  public Process start(String stdinLine) throws IOException, InterruptedException {
    Launch launch = key.spec().launch();
    Placement.Worker wanted =
        new Placement.Worker(
            seat.slot(),
            launch.java(),
            arguments(),
            ground.classPath(key),
            WorkerCommand.MAIN,
            environment(launch.environment()),
            launch.directory());
    debug.accept("placing worker " + seat.slot() + ": " + String.join(" ", wanted.arguments()));
    Placement.Placed found = ground.placement().start(wanted, stdinLine);
    debug.accept("worker " + seat.slot() + " is on " + found.node());
    placed = found;
    return found.process();
  }

  /** Ours first, so that the user's win. */
  private List<String> arguments() {
    List<String> users = key.spec().launch().jvmArguments();
    List<String> all = new ArrayList<>();
    all.add("-XX:-UsePerfData");
    if (key.spec().heapBytes() > 0 && Machine.heapOf(users).isEmpty()) {
      all.add("-Xmx" + Math.max(key.spec().heapBytes(), Machine.firstHeapOf(users).orElse(0)));
    }
    all.addAll(users);
    return all;
  }

  /** What the POM adds: all else of Maven's own environment means nothing elsewhere. */
  private Map<String, String> environment(Map<String, String> whole) {
    Map<String, String> added = new TreeMap<>(whole);
    System.getenv().forEach(added::remove);
    added.remove("JAVA_HOME");
    added.put("PARALLEL_EXEC_SLOT", Integer.toString(seat.slot()));
    added.put("PARALLEL_EXEC_WORKERS", Integer.toString(seat.workers()));
    added.put("PARALLEL_EXEC_RUN_ID", seat.runId());
    added.put(Orphans.MARK, seat.mark());
    return added;
  }

  @Override
  public String node() {
    Placement.Placed found = placed;
    return found == null ? "" : found.node();
  }

  /** Nothing but its place can be missing where it never had one. */
  @Override
  public String loss(@Nullable String trouble, boolean lingered) {
    Placement.Placed found = placed;
    String why = found == null || quitting ? "" : found.loss();
    if (!why.isEmpty()) {
      return trouble == null ? why : why + "; " + trouble;
    }
    // What stands for it here may not have noticed: srun waits for a node that is gone.
    boolean lost = !quitting && (found == null || lingered);
    String known = trouble == null ? "it never had a place" : trouble;
    return lost ? known : "";
  }

  @Override
  public Placement.@Nullable Freight freight() {
    Placement.Placed found = placed;
    return found == null ? null : found.freight();
  }

  @Override
  public boolean startsAgain(boolean saidHello) {
    return false;
  }

  @Override
  public void started() {}

  @Override
  public void quitting(long pid) {
    quitting = true;
  }

  @Override
  public void endOrphans(boolean inOrder) {}

  @Override
  public @Nullable ErrorFile errorFile(long pid) {
    return null;
  }
}
