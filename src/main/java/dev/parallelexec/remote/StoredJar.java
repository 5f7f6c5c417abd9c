package dev.parallelexec.remote;

import dev.parallelexec.remote.depot.Found;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a jar whose bytes follow from the content of its files alone. For one thread. */
public final class StoredJar implements AutoCloseable {
  /** Any constant will do; the format knows none earlier. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final int BUFFER = 64 * 1024;

  private final ZipOutputStream zip;

  StoredJar(OutputStream out) {
    zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER));
  }

  /** Packs a directory, in the order of the names in it, the manifest first. */
  public static void pack(Path directory, Path jar) throws IOException {
    try (StoredJar packed = new StoredJar(Files.newOutputStream(jar))) {
      SortedMap<String, Path> files = Found.below(directory, "");
      // Who reads a jar as a stream finds its manifest at the beginning only.
      Path manifest = files.remove(JarFile.MANIFEST_NAME);
      if (manifest != null) {
        packed.put(JarFile.MANIFEST_NAME, manifest);
      }
      for (Map.Entry<String, Path> one : files.entrySet()) {
        if (!one.getKey().isEmpty()) {
          packed.put(one.getKey(), one.getValue());
        }
      }
    }
  }

  private void put(String name, Path file) throws IOException {
    if (Files.isDirectory(file)) {
      put(name + "/", new byte[0]);
      return;
    }
    // Read twice: the head of an entry has the sum of what follows.
    CRC32 crc = new CRC32();
    long size = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        crc.update(buffer, 0, length);
        size += length;
      }
    }
    begin(name, size, crc.getValue());
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(zip);
    }
    zip.closeEntry();
  }

  /** Adds an entry. */
  void put(String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    begin(name, content.length, crc.getValue());
    zip.write(content);
    zip.closeEntry();
  }

  private void begin(String name, long size, long crc) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCrc(crc);
    zip.putNextEntry(entry);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
