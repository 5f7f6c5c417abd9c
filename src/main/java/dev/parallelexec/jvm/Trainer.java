package dev.parallelexec.jvm;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes archives in the background, in a process that outlives the build. It stands on both sides
 * of the line: {@link #start} is called in Maven's JVM, {@link #main} runs in the other, which has
 * the plugin's own jar and nothing else on its class path.
 *
 * <p>It has none of the build's streams, or whoever reads those to their end would wait for it; it
 * works in the shelf's directory, not in the project's; it has the lowest priority where that can
 * be asked for. A CI service that ends whatever a job has left ends it, too: then the next build
 * asks again.
 */
public final class Trainer {
  /** Another build's trainer may have several archives to make. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Path NICE = Path.of("/usr/bin/nice");

  private Trainer() {}

  /**
   * Starts it, and waits for nothing.
   *
   * @param java any Java of 17 or newer
   * @param keys of the archives that requests were written for
   */
  static void start(Path java, ArchiveShelf shelf, List<String> keys) throws IOException {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(NICE)) {
      command.addAll(List.of(NICE.toString(), "-n", "19"));
    }
    command.addAll(
        List.of(java.toString(), "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-Xmx128m", "-XX:-UsePerfData", "-cp", WorkerJar.ownPlace().toString()));
    command.addAll(List.of(Trainer.class.getName(), shelf.directory().toString()));
    command.addAll(keys);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(shelf.directory().toFile())
            .redirectInput(new File(File.separatorChar == '\\' ? "NUL" : "/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    // What a user gives to all JVMs would be in the archive, or on its class path.
    Launch.VARIABLES.forEach(environment::remove);
    environment.remove("CLASSPATH");
    Process unused = builder.start();
  }

  /** With the shelf's directory and the keys. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ArchiveShelf shelf = new ArchiveShelf(Path.of(arguments[0]));
    try (FileChannel lock = shelf.lock(PATIENCE)) {
      for (int i = 1; lock.isOpen() && i < arguments.length; i++) {
        Training.of(shelf.entry(arguments[i]));
      }
      shelf.prune();
    }
  }
}
