package dev.parallelexec.process;

import dev.parallelexec.jvm.Archives;
import dev.parallelexec.jvm.ExitWords;
import dev.parallelexec.jvm.Launch;
import dev.parallelexec.jvm.Preparation;
import dev.parallelexec.jvm.ProcessorTime;
import dev.parallelexec.jvm.QuickStart;
import dev.parallelexec.jvm.Tuning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How one worker is forked, and what there is on this machine of it beside its process. */
final class Fork implements Starter {
  /** Who was ended by these was ended by somebody, and not by what it was started from. */
  private static final Set<String> OUTSIDE = Set.of("SIGHUP", "SIGINT", "SIGKILL", "SIGTERM");

  private final StockWorker.Key key;
  private final WorkerCommand.Seat seat;
  private final Provisions provisions;
  private final Path directory;
  private final Path argFile;
  private final Consumer<String> debug;
  private final BooleanSupplier ending;
  private volatile @Nullable WorkerCommand command;
  private @Nullable Process process;
  private QuickStart.Archive archive = QuickStart.plain(List.of()).archive();

  /** With this one it died; whether of it, is known when it has been started without. */
  private QuickStart.@Nullable Archive suspect;

  private String death = "";

  /**
   * What the workers of a build are started from.
   *
   * @param preparation makes their class path
   * @param archives have their classes
   * @param tuning knows their like
   */
  record Provisions(Preparation preparation, Archives archives, Tuning tuning) {}

  /**
   * Starts nothing yet.
   *
   * @param directory for its files, whose names begin with the last part of the seat's mark
   * @param ending whether the build is at its end
   */
  Fork(
      StockWorker.Key key,
      WorkerCommand.Seat seat,
      Provisions provisions,
      Path directory,
      Consumer<String> debug,
      BooleanSupplier ending) {
    this.key = key;
    this.seat = seat;
    this.provisions = provisions;
    this.directory = directory;
    this.argFile = directory.resolve(Path.of(seat.mark()).getFileName() + ".args");
    this.debug = debug;
    this.ending = ending;
  }

  @Override
  public Process start(String stdinLine) throws IOException {
    WorkerSpec spec = key.spec();
    List<Path> classPath =
        provisions.preparation.classPath(spec.launch().classPath(), key.fingerprint());
    Launch launch = spec.launch();
    QuickStart quick =
        suspect == null
            ? provisions.archives.start(launch, classPath, key.fingerprint(), heap(spec))
            : QuickStart.plain(classPath);
    archive = quick.archive();
    List<String> tuned = provisions.tuning.arguments(launch);
    WorkerCommand made = new WorkerCommand(spec, quick, tuned, argFile, directory);
    command = made;
    debug.accept("starting worker " + seat.slot() + ": " + made.text());
    Process started = made.start(seat, stdinLine);
    process = started;
    return started;
  }

  private static long heap(WorkerSpec spec) {
    return Machine.heapOf(spec.launch().jvmArguments()).orElse(spec.heapBytes());
  }

  @Override
  public boolean startsAgain(boolean saidHello) {
    if (!archive.isUsed() || (saidHello && archive.isSound())) {
      return false;
    }
    if (archive.isSound()) {
      Process ended = process;
      ExitWords exit = ended == null || ended.isAlive() ? null : ExitWords.of(ended.exitValue());
      if (exit != null && OUTSIDE.contains(exit.signal())) {
        return false;
      }
      suspect = archive;
      death = exit == null ? "it did not say hello" : exit.sentence();
    }
    return true;
  }

  @Override
  public void started() {
    if (suspect != null) {
      suspect.blame(death);
    }
    try {
      Files.deleteIfExists(argFile);
    } catch (IOException e) {
      debug.accept(argFile + " goes with its directory: " + e);
    }
  }

  @Override
  public void quitting(long pid) {
    provisions.tuning.used(key.spec().launch(), ProcessorTime.of(pid));
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
