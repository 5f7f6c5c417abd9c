package dev.parallelexec.jvm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out whether workers can have an archive, and which one. */
final class ArchivePlanning {
  /** The first JDK whose archives hold linked classes. */
  private static final int LINKS = 24;

  private static final String WITHOUT = "Workers start without an archive of their classes: ";

  private final ArchiveShelf shelf;
  private final Path workspace;
  private final Consumer<String> debug;
  private final Consumer<String> info;

  /**
   * Says in a sentence why there is none: to {@code info} where somebody could change that, and it
   * would gain something.
   */
  ArchivePlanning(
      ArchiveShelf shelf, Path workspace, Consumer<String> debug, Consumer<String> info) {
    this.shelf = shelf;
    this.workspace = workspace;
    this.debug = debug;
    this.info = info;
  }

  /**
   * The plan; empty where there can be no archive.
   *
   * @param classPath ours first, then the user's, patched
   * @param heapBytes the largest heap; 0 where it is not known
   */
  Optional<ArchivePlan> plan(Launch launch, List<Path> classPath, long heapBytes) {
    try {
      return launch.sharing().wanted() ? planned(launch, classPath, heapBytes) : Optional.empty();
    } catch (IOException | UncheckedIOException | UnusableJavaException e) {
      return without(debug, e.toString());
    }
  }

  private Optional<ArchivePlan> planned(Launch launch, List<Path> classPath, long heapBytes)
      throws IOException, UnusableJavaException {
    List<Path> changing = new ArrayList<>(launch.sharing().changing());
    changing.add(workspace);
    Prefix prefix = Prefix.of(classPath, changing);
    List<Path> jars = prefix.stable();
    if (jars.isEmpty() || !jars.get(0).equals(classPath.get(0))) {
      return without(debug, "the worker's own jar is one of this build alone");
    }
    // Our own jar alone gains so little that nobody needs to hear of it.
    Consumer<String> loud = jars.size() > 1 ? info : debug;
    ArchiveFlags flags = ArchiveFlags.of(launch, heapBytes);
    if (!flags.objection().isEmpty()) {
      return without(loud, flags.objection());
    }
    Optional<JavaRuntime> java = JavaRuntime.installed(launch.java());
    if (java.isEmpty()) {
      return without(debug, launch.java() + " does not stand in a JDK");
    }
    return planned(launch, java.get(), flags.kept(), prefix, loud);
  }

  private Optional<ArchivePlan> planned(
      Launch launch, JavaRuntime java, List<String> kept, Prefix prefix, Consumer<String> loud)
      throws IOException {
    List<Path> jars = prefix.stable();
    ArchiveEntry entry = shelf.entry(ArchiveKey.of(java, kept, jars));
    if (entry.archive().toString().contains(File.pathSeparator)) {
      return without(debug, "the JVM cannot read " + entry.archive());
    }
    ArchiveNote note = entry.note();
    if (note.kind() == ArchiveNote.Kind.FAILED) {
      return without(debug, note.reason() + " (" + entry.directory() + ")");
    }
    boolean named = Files.exists(entry.names());
    if (named && !prefix.ahead().isEmpty()) {
      Optional<Names.Clash> clash = Names.read(entry.names()).clash(prefix.ahead());
      if (clash.isPresent()) {
        return without(loud, sentence(clash.get(), jars));
      }
    }
    boolean linked = java.feature() >= LINKS;
    Path program = launch.java().toRealPath();
    return Optional.of(
        new ArchivePlan(
            entry,
            new ArchiveRequest(program, linked, kept, jars, prefix.ahead()),
            prefix.classPath(),
            note.kind() == ArchiveNote.Kind.MADE,
            Launch.VARIABLES.stream()
                .anyMatch(name -> launch.environment().getOrDefault(name, "").contains("-Xlog")),
            named || prefix.ahead().isEmpty()));
  }

  private static String sentence(Names.Clash clash, List<Path> jars) {
    return "%s is both in %s and in %s, so their order on the class path must stay"
        .formatted(clash.name(), clash.place(), jars.get(clash.jar()));
  }

  private static Optional<ArchivePlan> without(Consumer<String> voice, String why) {
    voice.accept(WITHOUT + why);
    return Optional.empty();
  }
}
