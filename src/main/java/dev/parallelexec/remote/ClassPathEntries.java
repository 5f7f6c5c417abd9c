package dev.parallelexec.remote;

import dev.parallelexec.jvm.JarManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The entries of a class path with those that manifests name, which a jar that lies elsewhere under
 * another name would not find.
 */
public final class ClassPathEntries {
  private ClassPathEntries() {}

  /** All of them, each once, what a jar names behind the jar. */
  public static Set<Path> of(List<Path> entries) {
    Set<Path> all = new LinkedHashSet<>();
    for (Path entry : entries) {
      add(entry, all);
    }
    return all;
  }

  private static void add(Path entry, Set<Path> all) {
    if (all.add(entry) && Files.isRegularFile(entry)) {
      for (Path named : JarManifest.classPath(entry)) {
        add(named, all);
      }
    }
  }
}
