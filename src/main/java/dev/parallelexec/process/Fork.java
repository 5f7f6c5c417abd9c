package dev.parallelexec.process;

import dev.parallelexec.jvm.Preparation;
import dev.parallelexec.jvm.ProcessorTime;
import dev.parallelexec.jvm.Tuning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How one worker is forked, and what there is on this machine of it beside its process. */
final class Fork implements Starter {
  private final StockWorker.Key key;
  private final WorkerCommand.Seat seat;
  private final Preparation preparation;
  private final Tuning tuning;
  private final Path directory;
  private final Path argFile;
  private final Consumer<String> debug;
  private final BooleanSupplier ending;
  private volatile @Nullable WorkerCommand command;

  /**
   * Starts nothing yet.
   *
   * @param directory for its files, whose names begin with the last part of the seat's mark
   * @param ending whether the build is at its end
   */
  Fork(
      StockWorker.Key key,
      WorkerCommand.Seat seat,
      Preparation preparation,
      Tuning tuning,
      Path directory,
      Consumer<String> debug,
      BooleanSupplier ending) {
    this.key = key;
    this.seat = seat;
    this.preparation = preparation;
    this.tuning = tuning;
    this.directory = directory;
    this.argFile = directory.resolve(Path.of(seat.mark()).getFileName() + ".args");
    this.debug = debug;
    this.ending = ending;
  }

  @Override
  public Process start(String stdinLine) throws IOException {
    WorkerSpec spec = key.spec();
    List<Path> classPath = preparation.classPath(spec.launch().classPath(), key.fingerprint());
    List<String> tuned = tuning.arguments(spec.launch());
    WorkerCommand made = new WorkerCommand(spec, classPath, tuned, argFile, directory);
    command = made;
    debug.accept("starting worker " + seat.slot() + ": " + made.text());
    return made.start(seat, stdinLine);
  }

  @Override
  public void started() {
    try {
      Files.deleteIfExists(argFile);
    } catch (IOException e) {
      debug.accept(argFile + " goes with its directory: " + e);
    }
  }

  @Override
  public void quitting(long pid) {
    tuning.used(key.spec().launch(), ProcessorTime.of(pid));
  }

  @Override
  public void endOrphans(boolean inOrder) {
    // One that quits has ended its children itself, but not what has another parent by now. At the
    // end of the build one look finds what all of them left.
    if (!inOrder || !ending.getAsBoolean()) {
      Orphans.end(seat.mark());
    }
  }

  @Override
  public @Nullable ErrorFile errorFile(long pid) {
    WorkerCommand made = command;
    return made == null
        ? null
        : ErrorFile.read(made.errorFile(pid), !made.usersErrorFile().isEmpty());
  }
}
