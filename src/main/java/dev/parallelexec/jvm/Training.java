package dev.parallelexec.jvm;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one archive: a JVM of the workers' JDK loads the classes that a worker had loaded, runs
 * none of them, and writes them down. Whoever calls this holds the lock of the shelf.
 *
 * <p>Deliberately a static archive, on new JDKs too: it needs a list of classes and no run of the
 * user's code. Since JDK 24 it holds linked classes and is as quick as an AOT cache.
 */
final class Training {
  /** 3,300 classes take 3 s on a processor that has nothing else to do. */
  private static final long MOST_SECONDS = 120;

  private static final Pattern SKIPPED = Pattern.compile("\\bSkipping (\\S+): ");
  private static final Pattern ERROR = Pattern.compile("(?i).*\\berror\\b.*");

  private final ArchiveEntry entry;
  private final ArchiveRequest request;

  private Training(ArchiveEntry entry, ArchiveRequest request) {
    this.entry = entry;
    this.request = request;
  }

  /**
   * Makes what was asked for, unless somebody else has, and leaves a note of what came of it.
   *
   * @throws IOException where not even that can be written
   */
  static void of(ArchiveEntry entry) throws IOException, InterruptedException {
    if (!Files.exists(entry.request())) {
      return; // another build asked for the same, and it was made
    }
    try {
      new Training(entry, ArchiveRequest.read(entry.request())).run();
    } finally {
      Files.deleteIfExists(entry.request());
      Files.deleteIfExists(entry.list());
      for (String kind : List.of("jsa", "list", "args", "log", "crash")) {
        Files.deleteIfExists(entry.fresh(kind));
      }
    }
  }

  private void run() throws IOException, InterruptedException {
    Names names = Names.of(request.jars());
    names.write(entry.names());
    // With a clash no worker could use it: its next build sees that by the names.
    if (entry.note().kind() != ArchiveNote.Kind.ABSENT
        || names.clash(request.ahead()).isPresent()) {
      return;
    }
    Optional<String> failure = made();
    if (failure.isPresent()) {
      entry.fail(failure.get());
    } else {
      entry.publish(entry.fresh("jsa"));
    }
  }

  /**
   * Tries with everything, then with less: JDK 17 crashes over a lambda whose interface it must
   * leave out, as those in signed jars.
   *
   * @return why it could not be made; empty where it was
   */
  private Optional<String> made() throws IOException, InterruptedException {
    ClassList all = ClassList.read(entry.list());
    Optional<String> failure = made(all);
    if (failure.isPresent()) {
      failure = made(all.without(skipped()));
    }
    if (failure.isPresent()) {
      failure = made(all.withoutLambdas());
    }
    return failure;
  }

  private Optional<String> made(ClassList list) throws IOException, InterruptedException {
    Path archive = entry.fresh("jsa");
    Files.deleteIfExists(archive);
    list.write(entry.fresh("list"));
    List<String> dump = new ArrayList<>(List.of("-Xshare:dump"));
    if (request.linked()) {
      dump.add("-XX:+AOTClassLinking");
    }
    dump.add("-XX:SharedClassListFile=" + entry.fresh("list"));
    Optional<String> failure = ran("making it", dump, List.of());
    if (failure.isEmpty() && !Files.exists(archive)) {
      return Optional.of("making it left no file");
    }
    // What a JVM does not start with must not get its name.
    return failure.isPresent()
        ? failure
        : ran("trying it", List.of("-Xshare:on"), List.of("-version"));
  }

  /** The classes that the JVM said it must leave out. */
  private Set<String> skipped() throws IOException {
    Set<String> skipped = new HashSet<>();
    for (String line : log()) {
      Matcher matcher = SKIPPED.matcher(line);
      if (matcher.find()) {
        skipped.add(matcher.group(1));
      }
    }
    return skipped;
  }

  private List<String> log() throws IOException {
    return Files.readString(entry.fresh("log"), StandardCharsets.ISO_8859_1).lines().toList();
  }

  /** Runs the workers' JDK; why it ended badly, empty where it did not. */
  private Optional<String> ran(String what, List<String> options, List<String> rest)
      throws IOException, InterruptedException {
    ArgumentFile arguments = new ArgumentFile();
    options.forEach(arguments::add);
    arguments
        .add("-XX:SharedArchiveFile=" + entry.fresh("jsa"))
        // JDK 17 writes the heap's part of an archive with this collector only; others read it.
        .add("-XX:+UseG1GC")
        .add("-XX:-UsePerfData")
        .add("-XX:ErrorFile=" + entry.fresh("crash"));
    request.arguments().forEach(arguments::add);
    arguments.add("-cp").add(classPath());
    rest.forEach(arguments::add);
    Files.write(entry.fresh("args"), arguments.bytes());
    Process process =
        new ProcessBuilder(request.java().toString(), "@" + entry.fresh("args"))
            .directory(entry.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(entry.fresh("log").toFile())
            .start();
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        return Optional.of(what + " took more than " + MOST_SECONDS + " s");
      }
    } finally {
      process.destroyForcibly();
    }
    int code = process.exitValue();
    return code == 0
        ? Optional.empty()
        : Optional.of(what + ": " + ExitWords.of(code).sentence() + telling());
  }

  /** The line that says most, as a phrase. */
  private String telling() throws IOException {
    return log().stream()
        .filter(line -> ERROR.matcher(line).matches())
        .findFirst()
        .map(line -> ": " + line.strip())
        .orElse("");
  }

  private String classPath() {
    List<String> entries = new ArrayList<>();
    request.jars().forEach(jar -> entries.add(jar.toString()));
    return String.join(File.pathSeparator, entries);
  }
}
