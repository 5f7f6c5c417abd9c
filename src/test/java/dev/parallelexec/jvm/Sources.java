package dev.parallelexec.jvm;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Classes and jars that a test makes for itself. */
public final class Sources {
  private Sources() {}

  /** Compiles one class, into a directory, with what is in others. */
  public static Path compile(Path directory, String name, String text, Path... classPath)
      throws IOException {
    Files.createDirectories(directory);
    StringWriter problems = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    boolean good =
        compiler
            .getTask(
                problems,
                files,
                null,
                List.of(
                    "-d",
                    directory.toString(),
                    "-proc:none",
                    "-cp",
                    Stream.of(classPath)
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator))),
                null,
                List.of(source(name, text)))
            .call();
    if (!good) {
      throw new IllegalArgumentException(problems.toString());
    }
    return directory;
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  /** The stand-in for the worker's own class: what ends a task is an error that says so. */
  public static Path exitStandIn(Path directory) throws IOException {
    return compile(
        directory,
        "Exit",
        """
        package dev.parallelexec.worker;
        public class Exit {
          public static void exit(int code) { throw new Error("exit " + code); }
          public static void exit(Runtime runtime, int code) {
            if (runtime != Runtime.getRuntime()) throw new AssertionError();
            throw new Error("runtime exit " + code);
          }
        }
        """);
  }

  /** The files of a directory by entry name. */
  public static Map<String, byte[]> entries(Path directory) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                try {
                  entries.put(
                      directory.relativize(file).toString().replace('\\', '/'),
                      Files.readAllBytes(file));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    return entries;
  }

  /** Writes a compressed jar with its entries in the order given. */
  public static Path jar(Path jar, Map<String, byte[]> entries) throws IOException {
    Files.createDirectories(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return jar;
  }

  /** Lines of a manifest as bytes, each ended as the format wants. */
  static byte[] manifest(String... lines) {
    return ("Manifest-Version: 1.0\r\n" + String.join("\r\n", lines) + "\r\n\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
