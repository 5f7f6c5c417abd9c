package dev.parallelexec.remote;

import dev.parallelexec.remote.depot.Depot;
import dev.parallelexec.remote.depot.Found;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The jar with the program that keeps files on a node, made from the plugin's own classes. */
final class DepotJar {
  private static final String PACKAGE = Depot.class.getPackageName().replace('.', '/') + "/";

  private DepotJar() {}

  /**
   * The jar's bytes.
   *
   * @param plugin the jar, or directory, that has the plugin's classes
   */
  static byte[] of(Path plugin) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    if (Files.isDirectory(plugin)) {
      Path directory = plugin.resolve(PACKAGE);
      for (Map.Entry<String, Path> one : Found.below(directory, "[^/]*\\.class").entrySet()) {
        classes.put(PACKAGE + one.getKey(), Files.readAllBytes(one.getValue()));
      }
    } else {
      try (ZipFile zip = new ZipFile(plugin.toFile())) {
        for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(e -> (ZipEntry) e)::iterator) {
          if (entry.getName().startsWith(PACKAGE) && entry.getName().endsWith(".class")) {
            try (InputStream in = zip.getInputStream(entry)) {
              classes.put(entry.getName(), in.readAllBytes());
            }
          }
        }
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (StoredJar jar = new StoredJar(bytes)) {
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        jar.put(entry.getKey(), entry.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
