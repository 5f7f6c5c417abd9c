package dev.parallelexec.jvm;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The names of all classes and resources of some jars, to find out whether a place on the class
 * path may be passed by them: only where no name is in both. Names are kept as hashes of 64 bits,
 * in a file that a build can read in a millisecond, where opening forty jars takes forty. Should
 * two names have the same hash, the archive is not used, and nothing else happens.
 *
 * <p>Names that nobody asks a class loader for, or that say nothing of an order, do not count:
 * manifests, what Maven writes beside them, module descriptors (on the class path), texts for
 * people.
 */
final class Names {
  /** Entries that may stand in both. */
  private static final Pattern FREE =
      Pattern.compile(
          "META-INF/(MANIFEST\\.MF|INDEX\\.LIST|maven/.*|[^/]*\\.(SF|RSA|DSA|EC)|"
              + "(LICENSE|NOTICE|DEPENDENCIES)[^/]*)|(.*/)?module-info\\.class",
          Pattern.CASE_INSENSITIVE);

  private static final String VERSIONS = "META-INF/versions/";

  private final long[] hashes;
  private final int[] last;

  private Names(long[] hashes, int[] last) {
    this.hashes = hashes;
    this.last = last;
  }

  /**
   * A name that is in both.
   *
   * @param name of a class file or a resource, as a jar has it
   * @param place that would be passed
   * @param jar which of the jars it is, from 0
   */
  record Clash(String name, Path place, int jar) {}

  /** Opens all jars; what is no jar has no names. */
  static Names of(List<Path> jars) throws IOException {
    Map<Long, Integer> found = new TreeMap<>();
    for (int i = 0; i < jars.size(); i++) {
      for (String name : names(jars.get(i))) {
        if (counts(name)) {
          found.put(hash(name), i);
        }
      }
    }
    long[] hashes = found.keySet().stream().mapToLong(Long::longValue).toArray();
    return new Names(hashes, found.values().stream().mapToInt(Integer::intValue).toArray());
  }

  private static List<String> names(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    } catch (ZipException | NoSuchFileException e) {
      return List.of(); // the JVM finds nothing in it either
    }
  }

  /** What {@link #write} wrote. */
  static Names read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    int count = bytes.remaining() / (Long.BYTES + Integer.BYTES);
    long[] hashes = new long[count];
    bytes.asLongBuffer().get(hashes);
    int[] last = new int[count];
    bytes.position(count * Long.BYTES).asIntBuffer().get(last);
    return new Names(hashes, last);
  }

  /** Makes the file, whole or not at all. */
  void write(Path file) throws IOException {
    AtomicFile.write(file, this::writeTo);
  }

  private void writeTo(OutputStream target) throws IOException {
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(target));
    for (long hash : hashes) {
      out.writeLong(hash);
    }
    for (int jar : last) {
      out.writeInt(jar);
    }
    out.flush();
  }

  /** The first name of a place that one of the jars which would pass it has, too. */
  Optional<Clash> clash(List<Prefix.Ahead> ahead) throws IOException {
    for (Prefix.Ahead passed : ahead) {
      Path place = passed.place();
      Optional<Clash> found =
          Files.isDirectory(place)
              ? inDirectory(place, passed.before())
              : inJar(place, passed.before());
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Clash> inDirectory(Path place, int before) throws IOException {
    try (Stream<Path> files = Files.walk(place, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> place.relativize(file).toString().replace('\\', '/'))
          .flatMap(name -> clash(name, place, before).stream())
          .findFirst();
    }
  }

  private Optional<Clash> inJar(Path place, int before) throws IOException {
    return names(place).stream().flatMap(name -> clash(name, place, before).stream()).findFirst();
  }

  private Optional<Clash> clash(String name, Path place, int before) {
    int index = counts(name) ? Arrays.binarySearch(hashes, hash(name)) : -1;
    return index >= 0 && last[index] >= before
        ? Optional.of(new Clash(name, place, last[index]))
        : Optional.empty();
  }

  private static boolean counts(String name) {
    return !name.endsWith("/") && !FREE.matcher(name).matches();
  }

  /** Of the name under which a class loader knows it, whatever the version that it is for. */
  private static long hash(String name) {
    int slash = name.startsWith(VERSIONS) ? name.indexOf('/', VERSIONS.length()) : -1;
    long hash = 0xcbf29ce484222325L; // FNV-1a
    for (int i = slash + 1; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
