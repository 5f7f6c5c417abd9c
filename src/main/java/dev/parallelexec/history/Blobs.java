package dev.parallelexec.history;

import dev.parallelexec.jvm.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * Contents under their hashes, {@code ab/abcdef…}: each is there once, however many tasks wrote it.
 * Builds may put and take at once; what one reads is checked.
 *
 * @param directory made when something is put into it
 */
record Blobs(Path directory) {
  private static final int BUFFER = 64 * 1024;

  /** Where a content is, or would be. */
  Path place(String hash) {
    return directory.resolve(hash.substring(0, 2)).resolve(hash);
  }

  /**
   * Keeps a copy of a file.
   *
   * @param hash which its content is said to have
   * @param size which it is said to have, in bytes
   * @return how many bytes this took; 0 where the content was there
   * @throws IOException where the copy could not be made, or the file has changed meanwhile
   */
  long put(Path file, String hash, long size) throws IOException {
    Path place = place(hash);
    if (Files.isRegularFile(place) && Files.size(place) == size) {
      // Or one who removes what nobody needs could take it before the new entry is there.
      Files.setLastModifiedTime(place, FileTime.from(Instant.now()));
      return 0;
    }
    return AtomicFile.write(place, out -> copy(file, hash, out));
  }

  private static void copy(Path file, String hash, OutputStream out) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (!copy(in, out).equals(hash)) {
        throw new IOException(file + " has changed meanwhile");
      }
    }
  }

  /**
   * Copies a content.
   *
   * @throws DamagedException where there is none that can be read, or another one, which is deleted
   * @throws IOException where it cannot be written
   */
  void get(String hash, OutputStream out) throws IOException {
    Path place = place(hash);
    String found;
    try (InputStream in = open(place)) {
      found = copy(in, out);
    }
    if (!found.equals(hash)) {
      Files.deleteIfExists(place);
      throw new DamagedException(place + " was damaged");
    }
  }

  private static InputStream open(Path place) throws DamagedException {
    try {
      return Files.newInputStream(place);
    } catch (IOException e) {
      throw new DamagedException(place + " cannot be opened: " + e, e);
    }
  }

  private static String copy(InputStream in, OutputStream out) throws IOException {
    Sha256 sum = new Sha256();
    byte[] buffer = new byte[BUFFER];
    int length;
    while ((length = read(in, buffer)) >= 0) {
      sum.add(buffer, length);
      out.write(buffer, 0, length);
    }
    return sum.hex();
  }

  private static int read(InputStream in, byte[] buffer) throws DamagedException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new DamagedException("reading failed: " + e, e);
    }
  }
}
