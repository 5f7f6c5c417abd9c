package dev.parallelexec.jvm;

import dev.parallelexec.jvm.ExitCache.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a class path on which {@code System.exit} and {@code Runtime.exit} end the task instead of
 * the worker: a security manager is no more, and an agent would cost the quick start.
 *
 * <p>A jar with such a call is replaced, in its place, by a copy; a directory gets another one in
 * front that holds the changed classes alone. Jars that a manifest's {@code Class-Path} names are
 * treated alike: a copy has no such line, and what it named follows the copy on the class path,
 * which is where the JVM would look. Everything else stays as it is.
 */
final class ExitPatch {
  private final ExitCache cache;
  private final Path overlays;
  private final Consumer<String> notice;

  private final Map<Path, Piece> pieces = new HashMap<>();

  private ExitPatch(ExitCache cache, Path overlays, Consumer<String> notice) {
    this.cache = cache;
    this.overlays = overlays;
    this.notice = notice;
  }

  /**
   * The class path to run with. Never fails: what cannot be read, or copied, stays as it is, and
   * its exits end the worker. The first look at a jar reads it whole, on all processors; later ones
   * only ask for its size and time.
   *
   * @param cacheDir kept between builds, shared with others
   * @param runDir of this build alone, for directories of classes
   * @param notice told, in a sentence, what had to stay though it exits
   */
  static List<Path> patched(
      List<Path> classPath, Path cacheDir, Path runDir, Consumer<String> notice) {
    ExitPatch patch =
        new ExitPatch(
            new ExitCache(cacheDir.resolve("exit").toAbsolutePath()),
            runDir.resolve("exit").toAbsolutePath(),
            notice);
    patch.find(classPath);
    return patch.assembled(classPath);
  }

  /** The same, told nobody. */
  static List<Path> patched(List<Path> classPath, Path cacheDir, Path runDir) {
    return patched(classPath, cacheDir, runDir, text -> {});
  }

  /**
   * A place on the class path, looked at.
   *
   * @param instead what stands there in the end, without {@code classPath}
   * @param changed whether that is something else than before
   * @param verdict on a jar; null for a directory and what could not be read
   * @param problem why it had to stay, though it exits; empty where it did not
   */
  private record Piece(
      List<Path> instead, boolean changed, @Nullable Verdict verdict, String problem) {
    static Piece same(Path path) {
      return new Piece(List.of(path), false, null, "");
    }

    List<Path> classPath() {
      return verdict == null ? List.of() : verdict.classPath();
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** Looks at the class path, then at what its jars name, and so on. */
  private void find(List<Path> classPath) {
    Set<Path> wave = new LinkedHashSet<>();
    for (Path path : classPath) {
      wave.add(absolute(path));
    }
    boolean found = false;
    while (!wave.isEmpty()) {
      List<Path> fresh = new ArrayList<>();
      for (Path path : wave) {
        Piece known = known(path);
        if (known == null) {
          fresh.add(path);
        } else {
          pieces.put(path, known);
        }
      }
      pieces.putAll(Spread.over(fresh, this::looked, Piece::same));
      found |= !fresh.isEmpty();
      Set<Path> next = new LinkedHashSet<>();
      for (Path path : wave) {
        next.addAll(pieces.getOrDefault(path, Piece.same(path)).classPath());
      }
      next.removeAll(pieces.keySet());
      wave = next;
    }
    if (found) {
      cache.prune();
    }
    for (Piece piece : pieces.values()) {
      if (!piece.problem.isEmpty()) {
        notice.accept(piece.problem);
      }
    }
  }

  /** What needs no reading; null for the rest. */
  private @Nullable Piece known(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return null;
      }
      Verdict verdict = cache.known(path, ExitCache.key(path, attributes));
      return verdict == null ? null : piece(path, verdict);
    } catch (IOException | RuntimeException e) {
      // Not there: the JVM passes over it, too. Or a damaged note: look again.
      return Files.isRegularFile(path) ? null : Piece.same(path);
    }
  }

  private Piece looked(Path path) {
    if (Files.isDirectory(path)) {
      return overlaid(path);
    }
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return piece(path, cache.look(path, ExitCache.key(path, attributes)));
    } catch (IOException | RuntimeException e) {
      return new Piece(List.of(path), false, null, problem(path, e));
    }
  }

  private Piece piece(Path jar, Verdict verdict) throws IOException {
    return verdict.exits()
        ? new Piece(List.of(cache.copied(jar, verdict)), true, verdict, "")
        : new Piece(List.of(jar), false, verdict, "");
  }

  /** A directory is known by its whole state, for as long as the build lasts. */
  private Piece overlaid(Path directory) {
    try {
      String key = Hash.quick(directory + "\n" + Fingerprint.of(List.of(directory)));
      Path overlay = overlays.resolve(key);
      Path clean = overlays.resolve(key + ".clean");
      if (Files.exists(clean)) {
        return Piece.same(directory);
      }
      if (!Files.isDirectory(overlay) && !DirectoryPatch.overlay(directory, overlay)) {
        AtomicFile.write(clean, out -> {});
        return Piece.same(directory);
      }
      return new Piece(List.of(overlay, directory), true, null, "");
    } catch (IOException | RuntimeException e) {
      return new Piece(List.of(directory), false, null, problem(directory, e));
    }
  }

  private static String problem(Path path, Exception e) {
    // What is no jar at all has no exit either.
    return e instanceof ZipException
        ? ""
        : "System.exit in %s ends its worker, because it cannot be replaced: %s".formatted(path, e);
  }

  private List<Path> assembled(List<Path> classPath) {
    List<Path> all = new ArrayList<>();
    Set<Path> done = new HashSet<>();
    for (Path path : classPath) {
      if (pieces.getOrDefault(absolute(path), Piece.same(path)).changed
          || reaches(absolute(path))) {
        place(absolute(path), all, done);
      } else if (done.add(absolute(path))) {
        all.add(path);
      }
    }
    return all;
  }

  /** Puts a place and, behind it, what its manifest named. */
  private void place(Path path, List<Path> all, Set<Path> done) {
    if (!done.add(path)) {
      return;
    }
    Piece piece = pieces.getOrDefault(path, Piece.same(path));
    if (!piece.changed && !reaches(path)) {
      all.add(path);
      return;
    }
    all.addAll(piece.changed ? piece.instead : List.of(withoutClassPath(path, piece)));
    for (Path named : piece.classPath()) {
      if (Files.exists(named)) {
        place(named, all, done);
      }
    }
  }

  private Path withoutClassPath(Path jar, Piece piece) {
    try {
      return piece.verdict == null ? jar : cache.copied(jar, piece.verdict);
    } catch (IOException | RuntimeException e) {
      notice.accept(problem(jar, e));
      return jar;
    }
  }

  /** Whether something that exits can be reached from a jar through manifests. */
  private boolean reaches(Path jar) {
    Set<Path> seen = new HashSet<>();
    Deque<Path> open = new ArrayDeque<>(List.of(jar));
    while (!open.isEmpty()) {
      for (Path named : pieces.getOrDefault(open.pop(), Piece.same(jar)).classPath()) {
        if (pieces.getOrDefault(named, Piece.same(named)).changed) {
          return true;
        }
        if (seen.add(named)) {
          open.push(named);
        }
      }
    }
    return false;
  }
}
