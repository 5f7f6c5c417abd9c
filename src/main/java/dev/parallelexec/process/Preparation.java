package dev.parallelexec.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the class path of workers from the user's: our jar first, then the user's entries, changed
 * where they would end the JVM. Done once a class path, by the first worker that needs it, while it
 * starts: a goal that fires tasks does not wait for it. For any thread.
 */
final class Preparation {
  private final Path cache;
  private final Path directory;
  private final Map<String, List<Path>> made = new HashMap<>();

  Preparation(Path cache, Path directory) {
    this.cache = cache;
    this.directory = directory;
  }

  /** The class path of a worker. */
  synchronized List<Path> classPath(List<Path> users) throws IOException {
    String key = Fingerprint.of(users);
    List<Path> ready = made.get(key);
    if (ready == null) {
      ready = new ArrayList<>();
      ready.add(WorkerJar.in(cache));
      ready.addAll(ExitPatch.patched(users, cache, directory));
      made.put(key, List.copyOf(ready));
    }
    return ready;
  }
}
