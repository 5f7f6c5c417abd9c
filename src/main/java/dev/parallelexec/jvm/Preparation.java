package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes the class path of workers from the user's: our jar first, then the user's entries, changed
 * where they would end the JVM. Done once a class path, by the first worker that needs it, while it
 * starts: a goal that fires tasks does not wait for it. For any thread.
 */
public final class Preparation {
  private final Path cache;
  private final Path directory;
  private final Consumer<String> notice;
  private final Map<String, List<Path>> made = new HashMap<>();

  public Preparation(Path cache, Path directory, Consumer<String> notice) {
    this.cache = cache;
    this.notice = notice;
    this.directory = directory;
  }

  /**
   * The class path of a worker.
   *
   * @param users the user's entries
   * @param fingerprint of their contents now
   */
  public synchronized List<Path> classPath(List<Path> users, String fingerprint)
      throws IOException {
    List<Path> ready = made.get(fingerprint);
    if (ready == null) {
      ready = new ArrayList<>();
      Path own = own();
      ready.add(WorkerJar.in(own));
      ready.addAll(ExitPatch.patched(users, own, directory, notice));
      made.put(fingerprint, List.copyOf(ready));
    }
    return ready;
  }

  /**
   * The jar, or in our own tests the directory, that the plugin was loaded from.
   *
   * @throws IOException where that is not known
   */
  public static Path ownPlace() throws IOException {
    return WorkerJar.ownPlace();
  }

  /** The cache, or, where that cannot be written, a place that lasts for this build alone. */
  private Path own() {
    try {
      WorkerJar.in(cache);
      return cache;
    } catch (IOException e) {
      Path instead = directory.resolve("cache");
      notice.accept(cache + " cannot be used, " + instead + " stands in for it: " + e);
      return instead;
    }
  }
}
