package dev.parallelexec.jvm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.CodeSource;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The jar with the program inside a worker: the classes of three packages and nothing else, so that
 * it can stand first on a user's class path without hiding anything. It is taken out of the
 * plugin's own jar, and its name follows from its content, so that builds and versions share a
 * cache.
 */
final class WorkerJar {
  private static final String ROOT = "dev/parallelexec/";
  private static final List<String> PACKAGES = List.of("task/", "wire/", "worker/");
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** Any constant will do; the format knows none earlier. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private WorkerJar() {}

  /**
   * The jar, made where it is missing or damaged. Builds may do so at once.
   *
   * @throws IOException where the cache cannot be written or our own classes cannot be read
   */
  static Path in(Path cacheDir) throws IOException {
    return in(cacheDir.resolve("worker"), ownPlace());
  }

  /**
   * The same, out of a jar or a directory. What came out of a jar is noted under the jar's state,
   * so that the next build has a few calls of the file system to make and no classes to read.
   */
  static Path in(Path directory, Path place) throws IOException {
    BasicFileAttributes state = Files.readAttributes(place, BasicFileAttributes.class);
    Path note = directory.resolve(ExitCache.key(place, state) + ".made");
    if (state.isRegularFile() && Files.isRegularFile(note)) {
      String made = Files.readString(note);
      Path jar = directory.resolve(made.substring(0, Math.max(0, made.indexOf(' '))));
      if (Files.isRegularFile(jar) && made.endsWith(" " + Files.size(jar))) {
        return jar;
      }
    }
    byte[] wanted = jar(classes(place));
    Path jar = directory.resolve("worker-" + Hash.of(wanted) + ".jar");
    if (!Files.isRegularFile(jar) || !Arrays.equals(Files.readAllBytes(jar), wanted)) {
      AtomicFile.write(jar, out -> out.write(wanted));
    }
    if (state.isRegularFile()) {
      byte[] text = (jar.getFileName() + " " + wanted.length).getBytes(StandardCharsets.US_ASCII);
      AtomicFile.write(note, out -> out.write(text));
    }
    return jar;
  }

  /** Where the plugin was loaded from: its jar, or a directory in our own tests. */
  static Path ownPlace() throws IOException {
    CodeSource source = WorkerJar.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IOException("the plugin cannot find its own jar");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException("the plugin cannot read itself from " + source.getLocation(), e);
    }
  }

  /** The worker's classes by entry name, in the order of their names. */
  static Map<String, byte[]> classes(Path place) throws IOException {
    Map<String, byte[]> classes = Files.isDirectory(place) ? fromDirectory(place) : fromJar(place);
    if (classes.isEmpty()) {
      throw new IOException(place + " does not hold the worker's classes");
    }
    return classes;
  }

  private static Map<String, byte[]> fromDirectory(Path place) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    for (String name : PACKAGES) {
      Path directory = place.resolve(ROOT + name);
      if (!Files.isDirectory(directory)) {
        continue;
      }
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (file.toString().endsWith(".class")) {
            classes.put(ROOT + name + file.getFileName(), Files.readAllBytes(file));
          }
        }
      }
    }
    return classes;
  }

  private static Map<String, byte[]> fromJar(Path place) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (ZipFile jar = new ZipFile(place.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
        String name = entry.getName();
        if (name.endsWith(".class") && PACKAGES.stream().anyMatch(p -> name.startsWith(ROOT + p))) {
          try (InputStream in = jar.getInputStream(entry)) {
            classes.put(name, in.readAllBytes());
          }
        }
      }
    }
    return classes;
  }

  private static byte[] jar(Map<String, byte[]> classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, MANIFEST, "Manifest-Version: 1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        put(zip, entry.getKey(), entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** Stored, so that the bytes do not depend on anybody's compressor and classes load quicker. */
  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
