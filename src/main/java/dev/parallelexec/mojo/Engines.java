package dev.parallelexec.mojo;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.process.LocalWorkers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    Opened opened = all.computeIfAbsent(key, unused -> new Opened());
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
    return all.values().stream().map(opened -> opened.workers).filter(Objects::nonNull).toList();
  }
}
