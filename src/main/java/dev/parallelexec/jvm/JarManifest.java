package dev.parallelexec.jvm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** What a jar's manifest means for a copy of the jar that stands elsewhere. */
public final class JarManifest {
  static final String NAME = "META-INF/MANIFEST.MF";

  private static final Pattern DIGEST =
      Pattern.compile(".*-digest(-.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern SIGNATURE =
      Pattern.compile("META-INF/(SIG-[^/]*|[^/]*\\.(SF|RSA|DSA|EC))", Pattern.CASE_INSENSITIVE);

  private JarManifest() {}

  /** Whether an entry is part of a signature, which would not hold for a changed class. */
  static boolean isSignature(String entry) {
    return SIGNATURE.matcher(entry).matches();
  }

  /** Whether an entry is the manifest, as the JVM looks for it. */
  static boolean is(String entry) {
    return entry.equalsIgnoreCase(NAME);
  }

  /**
   * The manifest for the copy: without digests, which would make the JVM look for the signatures,
   * and without {@code Class-Path}, whose jars follow the copy on the class path instead.
   */
  static byte[] forCopy(byte[] original) throws IOException {
    Manifest manifest = new Manifest(new ByteArrayInputStream(original));
    boolean changed = manifest.getMainAttributes().remove(Attributes.Name.CLASS_PATH) != null;
    for (Attributes section : manifest.getEntries().values()) {
      changed |= section.keySet().removeIf(name -> DIGEST.matcher(name.toString()).matches());
    }
    if (!changed) {
      return original;
    }
    manifest.getEntries().values().removeIf(Attributes::isEmpty);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(original.length);
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  /** What a jar names; nothing where it is no jar, or one that cannot be read. */
  public static List<Path> classPath(Path jar) {
    try (JarPatch open = new JarPatch(jar)) {
      return open.classPath();
    } catch (IOException e) {
      // The JVM passes over it, or complains better.
      return List.of();
    }
  }

  /**
   * The places that a manifest's {@code Class-Path} names, absolute and in order, whether there is
   * something or not. Like the JVM it passes over what is no file.
   *
   * @param jar whose manifest it is
   */
  static List<Path> classPath(byte[] manifest, Path jar) throws IOException {
    String text =
        new Manifest(new ByteArrayInputStream(manifest))
            .getMainAttributes()
            .getValue(Attributes.Name.CLASS_PATH);
    List<Path> found = new ArrayList<>();
    StringTokenizer words = new StringTokenizer(text == null ? "" : text);
    while (words.hasMoreTokens()) {
      try {
        URI uri = jar.toUri().resolve(words.nextToken());
        if ("file".equalsIgnoreCase(uri.getScheme())) {
          found.add(Path.of(uri).toAbsolutePath().normalize());
        }
      } catch (IllegalArgumentException e) {
        // Many a manifest names what no URL can be; the JVM does not complain either.
      }
    }
    return found;
  }
}
