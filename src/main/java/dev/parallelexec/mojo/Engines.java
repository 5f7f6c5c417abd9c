package dev.parallelexec.mojo;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.process.LocalWorkers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The workers of one build: those of this machine, and those of each engine that it asks for. */
final class Engines {
  private final Map<String, Opened> all = new ConcurrentHashMap<>();
  private volatile boolean closing;

  /** Opens one; may take its time. */
  interface Opening {
    LocalWorkers open() throws EngineException;
  }

  private static final class Opened {
    /** Who closes reads it without waiting for one that is being opened. */
    private volatile @Nullable LocalWorkers workers;
  }

  /**
   * The workers of an engine; the first call opens it, others wait for that.
   *
   * @throws EngineException where Maven is being stopped, or it cannot be opened
   */
  LocalWorkers get(String key, Opening opening) throws EngineException {
    Opened fresh = new Opened();
    Opened earlier = all.putIfAbsent(key, fresh);
    Opened opened = earlier == null ? fresh : earlier;
    LocalWorkers known;
    synchronized (opened) {
      known = opened.workers;
      if (!closing && known == null) {
        known = opening.open();
        opened.workers = known;
      }
    }
    // Asked after it is kept: who closes sets the flag before it looks for what is open.
    if (closing || known == null) {
      throw new EngineException("Maven is being stopped: no task is started any more");
    }
    return known;
  }

  /** Nothing is opened any more; those that are open. */
  List<LocalWorkers> close() {
    closing = true;
    List<LocalWorkers> open = new ArrayList<>();
    for (Opened opened : all.values()) {
      LocalWorkers workers = opened.workers;
      if (workers != null) {
        open.add(workers);
      }
    }
    return open;
  }
}
