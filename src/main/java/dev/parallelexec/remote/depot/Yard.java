package dev.parallelexec.remote.depot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files that stand where workers look for them. Copies of what the store has, and no links to
 * it: a task may write to its inputs. For one thread.
 */
final class Yard {
  private final Store store;

  /** What was put where; a task may have changed it since. */
  private final Map<Path, Put> placed = new HashMap<>();

  Yard(Store store) {
    this.store = store;
  }

  private record Put(String hash, boolean executable, String state) {}

  /** A file that is to be; without a hash it is a directory. */
  private record Wanted(String path, String hash, boolean executable) {}

  /** Reads what is to be where, all of it, and then makes it so. */
  void put(DataInputStream in) throws IOException {
    List<String> roots = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      roots.add(Texts.read(in));
    }
    List<Wanted> wanted = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      wanted.add(new Wanted(Texts.read(in), Texts.read(in), in.readBoolean()));
    }
    try {
      remove(roots.stream().map(Path::of).toList(), wanted);
      for (Wanted one : wanted) {
        put(one, Path.of(one.path()));
      }
    } catch (IOException | InvalidPathException e) {
      throw e instanceof IOException told ? Trouble.of(told) : new Trouble(e.toString());
    }
  }

  /** What was brought once and is gone at home: it is to be gone here. */
  private void remove(List<Path> roots, List<Wanted> wanted) throws IOException {
    Set<Path> stays = new HashSet<>();
    wanted.forEach(one -> stays.add(Path.of(one.path())));
    for (Path path : List.copyOf(placed.keySet())) {
      if (!stays.contains(path) && roots.stream().anyMatch(path::startsWith)) {
        Files.deleteIfExists(path);
        placed.remove(path);
      }
    }
  }

  private void put(Wanted one, Path path) throws IOException {
    if (one.hash().isEmpty()) {
      Files.createDirectories(path);
      return;
    }
    Put before = placed.get(path);
    if (before != null
        && before.hash().equals(one.hash())
        && before.executable() == one.executable()
        && before.state().equals(state(path))) {
      return;
    }
    Path directory = Files.createDirectories(path.getParent());
    Path temporary = Files.createTempFile(directory, ".new", ".tmp");
    try {
      Files.copy(store.place(one.hash()), temporary, StandardCopyOption.REPLACE_EXISTING);
      if (one.executable() && !temporary.toFile().setExecutable(true)) {
        throw new IOException(temporary + " cannot be made executable");
      }
      Arrival.move(temporary, path);
    } finally {
      Files.deleteIfExists(temporary);
    }
    String state = state(path);
    if (state != null) {
      placed.put(path, new Put(one.hash(), one.executable(), state));
    }
  }

  /** Tells what is below a root, with the hash of each file; that of a directory is empty. */
  void find(Path root, String regex, DataOutputStream out) throws IOException {
    Map<String, Path> found;
    List<String> hashes = new ArrayList<>();
    try {
      found = Found.below(root, regex);
      for (Path path : found.values()) {
        hashes.add(Files.isDirectory(path) ? "" : hash(path));
      }
    } catch (IOException e) {
      throw Trouble.of(e);
    }
    out.writeByte(Depot.GOOD);
    out.writeInt(hashes.size());
    int at = 0;
    for (Map.Entry<String, Path> one : found.entrySet()) {
      Texts.write(out, one.getKey());
      Texts.write(out, hashes.get(at++));
      out.writeBoolean(Files.isExecutable(one.getValue()));
    }
  }

  private String hash(Path path) throws IOException {
    Put before = placed.get(path);
    return before != null && before.state().equals(state(path)) ? before.hash() : Sum.of(path);
  }

  /** Differs when somebody wrote to it; null where it is not there. */
  private static @Nullable String state(Path path) throws IOException {
    try {
      BasicFileAttributes state = Files.readAttributes(path, BasicFileAttributes.class);
      return state.size() + " " + state.lastModifiedTime() + " " + state.fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
