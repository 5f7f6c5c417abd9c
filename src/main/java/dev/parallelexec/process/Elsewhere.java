package dev.parallelexec.process;

import dev.parallelexec.jvm.Preparation;
import dev.parallelexec.pool.Placement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Other machines, which a placement knows. Archives and tuning are this machine's, and stay. */
final class Elsewhere implements Ground {
  private final Placement placement;
  private final Preparation preparation;
  private final Consumer<String> debug;
  private @Nullable Pulse pulse;

  Elsewhere(Placement placement, Preparation preparation, Consumer<String> debug) {
    this.placement = placement;
    this.preparation = preparation;
    this.debug = debug;
  }

  @Override
  public Door door(Patience patience) throws IOException {
    return new Door(placement.address(), patience.silence());
  }

  @Override
  public void prepare(StockWorker.Key key) throws IOException {
    List<Path> unused = classPath(key);
  }

  List<Path> classPath(StockWorker.Key key) throws IOException {
    return preparation.classPath(key.spec().launch().classPath(), key.fingerprint());
  }

  Placement placement() {
    return placement;
  }

  @Override
  public Starter starter(StockWorker.Key key, WorkerCommand.Seat seat, BooleanSupplier ending) {
    return new Placing(this, key, seat, debug);
  }

  @Override
  public boolean here() {
    return false;
  }

  @Override
  public OomKills kills() {
    return OomKills.unknown();
  }

  @Override
  public void watch(Home home, Set<WorkerProcess> alive) {
    Pulse beating = new Pulse(home, alive);
    pulse = beating;
    beating.start();
  }

  @Override
  public void noMoreWorkers() {}

  @Override
  public void close(boolean undisturbed) {
    if (pulse != null) {
      pulse.close();
    }
    placement.close();
  }
}
