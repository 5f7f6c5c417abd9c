package dev.parallelexec.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What became of the workers of a list, and how much was going on, for the timeline. Bounded. */
final class WorkerHistory implements ReportPart {
  /** A list whose every task kills its worker has very many. */
  static final int MOST_LIVES = 4_096;

  /** Where the time is not known. */
  static final long NEVER = -1;

  /** One worker process; times are nanoseconds since the list began. */
  static final class Life {
    final int slot;
    final long starting;
    long pid;
    long ready = NEVER;
    long ended = NEVER;
    String reason = "";

    /** The name of its machine; empty for Maven's own. */
    String node = "";

    Life(int slot, long starting) {
      this.slot = slot;
      this.starting = starting;
    }
  }

  private final Timings timings;
  private final Progress progress;
  private final List<Life> lives = new ArrayList<>();
  private final Series running = new Series();
  private final Series waiting = new Series();
  private final Map<Integer, Series> memory = new TreeMap<>();
  private final Crew crew;

  WorkerHistory(Timings timings, Progress progress, Crew crew) {
    this.timings = timings;
    this.progress = progress;
    this.crew = crew;
  }

  @Override
  public void workerStarting(int slot) {
    add(new Life(slot, timings.now()));
  }

  @Override
  public void workerStarted(Worker worker) {
    Life life = last(worker.slot(), 0);
    if (life == null) {
      life = new Life(worker.slot(), NEVER);
      add(life);
    }
    life.pid = worker.pid();
    life.node = worker.node();
    life.ready = timings.now();
  }

  @Override
  public void workerMemory(Worker worker, long bytes) {
    memory.computeIfAbsent(worker.slot(), slot -> new Series()).add(timings.now(), bytes);
  }

  @Override
  public void workerEnded(Worker worker, String reason) {
    Life life = last(worker.slot(), worker.pid());
    life = life == null ? last(worker.slot(), 0) : life;
    if (life != null) {
      life.ended = timings.now();
      life.reason = reason;
    }
  }

  @Override
  public void tick() {
    long now = timings.now();
    running.add(now, progress.runningCount());
    waiting.add(now, timings.waiting());
  }

  /** All that are known, in the order in which they began. */
  List<Life> lives() {
    return lives;
  }

  /** The machines that a slot's workers were on, as {@code " on a, b"}; empty for Maven's own. */
  String nodes(int slot) {
    Set<String> names = new LinkedHashSet<>();
    for (Life life : lives) {
      if (life.slot == slot && !life.node.isEmpty()) {
        names.add(life.node);
      }
    }
    return names.isEmpty() ? "" : " on " + String.join(", ", names);
  }

  /** How many replaced one that was lost, as the console counts them. */
  int restarts() {
    return crew.restarts();
  }

  Series running() {
    return running;
  }

  Series waiting() {
    return waiting;
  }

  /** Resident bytes by slot. */
  Map<Integer, Series> memory() {
    return memory;
  }

  private void add(Life life) {
    if (lives.size() < MOST_LIVES) {
      lives.add(life);
    }
  }

  /** The latest of a slot that has not ended and has this pid. */
  private @Nullable Life last(int slot, long pid) {
    for (int i = lives.size() - 1; i >= 0; i--) {
      Life life = lives.get(i);
      if (life.slot == slot && life.ended == NEVER && life.pid == pid) {
        return life;
      }
    }
    return null;
  }
}
