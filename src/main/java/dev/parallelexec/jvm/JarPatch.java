package dev.parallelexec.jvm;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One jar: is there a call of exit in it, and a copy without. Not for use by several threads.
 *
 * <p>The copy keeps the order of the entries, with the manifest first; it is not compressed, which
 * is quicker to make and to load classes from. Folders for newer Java versions are looked at like
 * all others.
 */
final class JarPatch implements AutoCloseable {
  /** No compiler makes a larger class; what claims to be one is not read into memory. */
  private static final int LARGEST = 16 << 20;

  private static final String INDEX = "META-INF/INDEX.LIST";

  private final Path jar;
  private final ZipFile zip;
  private byte[] buffer = new byte[64 << 10];

  /** Opens a jar; throws where it is none. */
  JarPatch(Path jar) throws IOException {
    this.jar = jar;
    this.zip = new ZipFile(jar.toFile());
  }

  /** Whether a class in it calls exit; reads on until it finds one. */
  boolean exits() throws IOException {
    Enumeration<? extends ZipEntry> entries = zip.entries();
    while (entries.hasMoreElements()) {
      ZipEntry entry = entries.nextElement();
      if (isClass(entry) && patched(entry, read(entry)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** See {@link JarManifest#classPath}. */
  List<Path> classPath() throws IOException {
    ZipEntry manifest = manifest();
    return manifest == null ? List.of() : JarManifest.classPath(bytes(manifest), jar);
  }

  /** Writes the copy; throws, having written a part, where the jar is damaged. */
  void copyTo(OutputStream target) throws IOException {
    ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(target, 64 << 10));
    for (String name : names()) {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) {
        throw new IOException("%s lists %s and does not hold it".formatted(jar, name));
      }
      if (JarManifest.is(name)) {
        byte[] manifest = JarManifest.forCopy(bytes(entry));
        put(out, entry, manifest, manifest.length);
      } else if (isClass(entry)) {
        int length = read(entry);
        Optional<byte[]> patched = patched(entry, length);
        put(out, entry, patched.orElse(buffer), patched.map(bytes -> bytes.length).orElse(length));
      } else {
        pass(out, entry);
      }
    }
    out.finish();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /** Each name once, even where a jar has an entry twice: the JVM sees one of them only. */
  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    ZipEntry manifest = manifest();
    if (manifest != null) {
      names.add(manifest.getName());
    }
    zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> !JarManifest.isSignature(name) && !name.equalsIgnoreCase(INDEX))
        .forEach(names::add);
    return names;
  }

  private @Nullable ZipEntry manifest() {
    ZipEntry manifest = zip.getEntry(JarManifest.NAME);
    return manifest != null
        ? manifest
        : zip.stream()
            .filter(entry -> JarManifest.is(entry.getName()))
            .findFirst()
            .map(ZipEntry.class::cast)
            .orElse(null);
  }

  private static boolean isClass(ZipEntry entry) {
    String name = entry.getName();
    return name.endsWith(".class")
        && !name.endsWith("module-info.class")
        && entry.getSize() >= 0
        && entry.getSize() <= LARGEST;
  }

  /** The class that was read last, changed; empty where it need not be. */
  private Optional<byte[]> patched(ZipEntry entry, int length) {
    return length == entry.getSize() && ExitScan.mayExit(buffer, length)
        ? ExitRewriter.rewritten(Arrays.copyOf(buffer, length))
        : Optional.empty();
  }

  /** Reads an entry into the buffer; the number of bytes. */
  private int read(ZipEntry entry) throws IOException {
    int size = (int) entry.getSize();
    if (size > buffer.length) {
      buffer = new byte[Math.max(size, 2 * buffer.length)];
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readNBytes(buffer, 0, size);
    }
  }

  private byte[] bytes(ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static void put(ZipOutputStream out, ZipEntry like, byte[] content, int length)
      throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content, 0, length);
    out.putNextEntry(stored(like, length, crc.getValue()));
    out.write(content, 0, length);
    out.closeEntry();
  }

  /** Hands on what may be too large for memory; the stream checks length and sum. */
  private void pass(ZipOutputStream out, ZipEntry entry) throws IOException {
    out.putNextEntry(stored(entry, entry.getSize(), entry.getCrc()));
    try (InputStream in = zip.getInputStream(entry)) {
      in.transferTo(out);
    }
    out.closeEntry();
  }

  private static ZipEntry stored(ZipEntry like, long size, long crc) {
    ZipEntry entry = new ZipEntry(like.getName());
    entry.setTimeLocal(like.getTimeLocal());
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCrc(crc);
    return entry;
  }
}
