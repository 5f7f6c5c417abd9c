package dev.parallelexec.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a class path, read as files and never loaded: Maven's side may look at a user's
 * classes, but must not run them. What stands in the JDK counts, too, as this JVM's JDK has it. For
 * one thread; holds jars open until it is closed.
 */
public final class ClassFiles implements AutoCloseable {
  private static final String SUFFIX = ".class";

  /** A directory may hold anything; beyond so many files nobody waits for a suggestion. */
  private static final int MOST_FILES = 50_000;

  private final List<Path> classPath;
  private final Map<Path, Optional<JarFile>> jars = new LinkedHashMap<>();
  private final Map<String, Optional<ClassFile>> known = new HashMap<>();
  private boolean complete = true;

  /** Opens nothing yet. */
  public ClassFiles(List<Path> classPath) {
    this.classPath = List.copyOf(classPath);
  }

  /**
   * Whether a class that was not found is not there: false where a jar could not be read, or names
   * further jars in its manifest, which are not looked at. Only what was searched so far counts.
   */
  public boolean isComplete() {
    return complete;
  }

  /** How many entries the class path has. */
  public int entries() {
    return classPath.size();
  }

  /** Those of them that do not exist, in their order. */
  public List<Path> missing() {
    return classPath.stream().filter(Files::notExists).toList();
  }

  /**
   * A class by the name that users write: with {@code $} or a dot before a nested class. Empty
   * where it is not found, or its file is newer than can be read, which {@link #isComplete} tells.
   */
  public Optional<ClassFile> find(String name) {
    String binary = name;
    while (true) {
      Optional<ClassFile> found = internal(binary.replace('.', '/'));
      int dot = binary.lastIndexOf('.');
      if (found.isPresent() || dot < 0) {
        return found;
      }
      binary = binary.substring(0, dot) + '$' + binary.substring(dot + 1);
    }
  }

  /** A class by its internal name, with slashes. */
  Optional<ClassFile> internal(String name) {
    Optional<ClassFile> found = known.get(name);
    if (found == null) {
      Optional<byte[]> bytes = read(name);
      found = bytes.isPresent() ? parsed(bytes.get()) : Optional.empty();
      known.put(name, found);
    }
    return found;
  }

  /** A class that another one extends: without it nobody knows what that one inherits. */
  Optional<ClassFile> above(String name) {
    Optional<ClassFile> found = internal(name);
    complete &= found.isPresent();
    return found;
  }

  private Optional<ClassFile> parsed(byte[] bytes) {
    Optional<ClassFile> parsed = ClassFile.of(bytes, this);
    complete &= parsed.isPresent();
    return parsed;
  }

  private Optional<byte[]> read(String name) {
    String file = name + SUFFIX;
    try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(file)) {
      if (in != null) {
        return Optional.of(in.readAllBytes());
      }
      for (Path entry : classPath) {
        byte[] bytes = Files.isDirectory(entry) ? inDirectory(entry, file) : inJar(entry, file);
        if (bytes.length > 0) {
          return Optional.of(bytes);
        }
      }
    } catch (IOException | RuntimeException e) {
      complete = false;
    }
    return Optional.empty();
  }

  private static byte[] inDirectory(Path directory, String file) throws IOException {
    Path place = directory.resolve(file);
    return Files.isRegularFile(place) ? Files.readAllBytes(place) : new byte[0];
  }

  private byte[] inJar(Path path, String file) throws IOException {
    JarFile jar = jars.computeIfAbsent(path, this::opened).orElse(null);
    ZipEntry entry = jar == null ? null : jar.getEntry(file);
    if (jar == null || entry == null) {
      return new byte[0];
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  /** A jar for the newest Java that this JVM knows, as a worker would see it. */
  private Optional<JarFile> opened(Path path) {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
      complete &= jar.getManifest() == null || namesNoOthers(jar);
      return Optional.of(jar);
    } catch (IOException | RuntimeException e) {
      complete = false;
      return Optional.empty();
    }
  }

  private static boolean namesNoOthers(JarFile jar) throws IOException {
    return jar.getManifest().getMainAttributes().getValue("Class-Path") == null;
  }

  /** The names of all classes outside the JDK, as users write them; anonymous ones left out. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    for (Path entry : classPath) {
      for (String file : files(entry)) {
        String name = named(file);
        if (name != null) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private List<String> files(Path entry) {
    if (!Files.isDirectory(entry)) {
      return jars.computeIfAbsent(entry, this::opened).stream()
          .flatMap(JarFile::versionedStream)
          .map(ZipEntry::getName)
          .toList();
    }
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(entry)) {
      all.limit(MOST_FILES)
          .forEach(file -> files.add(entry.relativize(file).toString().replace('\\', '/')));
    } catch (IOException | RuntimeException e) {
      // A suggestion less.
    }
    return files;
  }

  private static @Nullable String named(String file) {
    if (!file.endsWith(SUFFIX) || file.startsWith("META-INF/") || file.endsWith("-info.class")) {
      return null;
    }
    String name = file.substring(0, file.length() - SUFFIX.length()).replace('/', '.');
    int simple = Math.max(name.lastIndexOf('$'), name.lastIndexOf('.')) + 1;
    boolean nameless = simple == name.length() || Character.isDigit(name.charAt(simple));
    return nameless ? null : name;
  }

  @Override
  public void close() throws IOException {
    for (Optional<JarFile> jar : jars.values()) {
      if (jar.isPresent()) {
        jar.get().close();
      }
    }
    jars.clear();
  }
}
