package dev.parallelexec.process;

import dev.parallelexec.jvm.Archives;
import dev.parallelexec.jvm.Preparation;
import dev.parallelexec.jvm.Tuning;
import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where the workers of one build live: on this machine, or on others. For any thread. */
interface Ground {
  /**
   * This machine, or where the placement is.
   *
   * @param directory for what workers need while they live
   */
  static Ground of(LocalWorkers.Settings settings, Path directory, @Nullable Placement placement) {
    Preparation preparation = new Preparation(settings.cache(), directory, settings.debug());
    return placement != null
        ? new Elsewhere(placement, preparation, settings.debug())
        : new Here(
            new Fork.Provisions(
                preparation,
                new Archives(settings.archives(), directory, settings.debug(), settings.info()),
                new Tuning(settings.cache(), settings.debug())),
            directory,
            settings.debug());
  }

  /** Opens the door at which they knock. */
  Door door(Patience patience) throws IOException;

  /**
   * Makes ready what workers of this kind are started from.
   *
   * @throws IOException where that cannot be done; told again when a worker starts
   */
  void prepare(StockWorker.Key key) throws IOException;

  /**
   * How a worker is started.
   *
   * @param ending whether the build is at its end
   */
  Starter starter(StockWorker.Key key, WorkerCommand.Seat seat, BooleanSupplier ending);

  /** Whether it is this machine. */
  boolean here();

  /** Whom the system has ended for want of memory, as far as that is known here. */
  OomKills kills();

  /** Takes care of the workers that are in the set at the time, until {@link #close}. */
  void watch(Home home, Set<WorkerProcess> alive);

  /** All workers are gone, or will be ended; the last call but {@link #close}. */
  void noMoreWorkers();

  /**
   * The build is over. Blocks for seconds at most; the second call does nothing.
   *
   * @param undisturbed whether it came to its end by itself, and no task started it
   */
  void close(boolean undisturbed);
}
