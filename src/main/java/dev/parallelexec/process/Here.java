package dev.parallelexec.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** This machine. */
final class Here implements Ground {
  private final Fork.Provisions provisions;
  private final Path directory;
  private final Consumer<String> debug;

  /**
   * The directory is for what workers need while they live.
   *
   * @param debug gets a line for each worker
   */
  Here(Fork.Provisions provisions, Path directory, Consumer<String> debug) {
    this.provisions = provisions;
    this.directory = directory;
    this.debug = debug;
  }

  @Override
  public Door door(Patience patience) throws IOException {
    return new Door();
  }

  @Override
  public void prepare(StockWorker.Key key) throws IOException {
    List<Path> unused =
        provisions.preparation().classPath(key.spec().launch().classPath(), key.fingerprint());
  }

  @Override
  public Starter starter(StockWorker.Key key, WorkerCommand.Seat seat, BooleanSupplier ending) {
    return new Fork(key, seat, provisions, directory, debug, ending);
  }

  @Override
  public boolean here() {
    return true;
  }

  @Override
  public OomKills kills() {
    return new OomKills();
  }

  @Override
  public void watch(Home home, Set<WorkerProcess> alive) {}

  @Override
  public void noMoreWorkers() {
    provisions.tuning().keep();
  }

  @Override
  public void close(boolean undisturbed) {
    if (undisturbed) {
      provisions.archives().train();
    }
  }
}
