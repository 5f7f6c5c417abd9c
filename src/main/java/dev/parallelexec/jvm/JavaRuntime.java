package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java installation.
 *
 * @param java the program, as it was given
 * @param home the directory that {@code JAVA_HOME} names
 * @param feature the number that people call the version, as {@code 17}; 8 for {@code 1.8}
 * @param version the whole version, as {@code 17.0.15}
 */
public record JavaRuntime(Path java, Path home, int feature, String version) {
  private static final Pattern RELEASE =
      Pattern.compile("^JAVA_VERSION=\"?([^\"\\s]+)", Pattern.MULTILINE);
  private static final Pattern FEATURE = Pattern.compile("(?:1\\.)?(\\d{1,6})");
  private static final long SECONDS = 30;

  /**
   * Looks at an installation: reads its {@code release} file, which takes no time, or, where there
   * is none, runs it.
   *
   * @param java the program; a link or a script in front of it will do
   * @throws UnusableJavaException where it is not there, cannot be run, or does not tell its
   *     version
   * @throws InterruptedException where the thread is interrupted while it runs
   */
  public static JavaRuntime of(Path java) throws UnusableJavaException, InterruptedException {
    if (Files.isDirectory(java)) {
      throw new UnusableJavaException(
          "%s is a directory: name the java program in it, %s"
              .formatted(java, java.resolve("bin/java")));
    }
    if (!Files.exists(java)) {
      throw new UnusableJavaException("there is no java program at " + java);
    }
    if (!Files.isExecutable(java)) {
      throw new UnusableJavaException(java + " may not be executed");
    }
    Optional<JavaRuntime> installed = installed(java);
    return installed.isPresent() ? installed.get() : asked(java);
  }

  /**
   * The same by its place alone, without running it; empty where that does not tell.
   *
   * @throws UnusableJavaException where its version cannot be read
   */
  static Optional<JavaRuntime> installed(Path java) throws UnusableJavaException {
    Optional<Path> home = homeOf(java);
    Optional<String> version = home.isPresent() ? released(home.get()) : Optional.empty();
    return home.isPresent() && version.isPresent()
        ? Optional.of(
            new JavaRuntime(java, home.get(), featureOf(java, version.get()), version.get()))
        : Optional.empty();
  }

  /**
   * The installation that a program belongs to, by its place; empty where it stands elsewhere, as
   * the scripts of version switchers do.
   */
  public static Optional<Path> homeOf(Path java) {
    try {
      Path bin = java.toRealPath().getParent();
      Path home = bin == null ? null : bin.getParent();
      if (home == null) {
        return Optional.empty();
      }
      boolean installed =
          Files.exists(home.resolve("release")) || Files.exists(home.resolve("lib/modules"));
      return installed ? Optional.of(home) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> released(Path home) {
    try {
      Matcher version = RELEASE.matcher(Files.readString(home.resolve("release")));
      return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static int featureOf(Path java, String version) throws UnusableJavaException {
    Matcher feature = FEATURE.matcher(version);
    if (!feature.lookingAt()) {
      throw new UnusableJavaException(
          "%s has a version that cannot be read: %s".formatted(java, version));
    }
    return Integer.parseInt(feature.group(1));
  }

  private static JavaRuntime asked(Path java) throws UnusableJavaException, InterruptedException {
    String shown = shown(java);
    Matcher version =
        Pattern.compile("^ *java\\.version = (\\S+)", Pattern.MULTILINE).matcher(shown);
    Matcher home = Pattern.compile("^ *java\\.home = (.+?)\\s*$", Pattern.MULTILINE).matcher(shown);
    if (!version.find() || !home.find()) {
      throw new UnusableJavaException(
          "%s does not tell its version, its output was: %s".formatted(java, shown.strip()));
    }
    return new JavaRuntime(
        java, Path.of(home.group(1)), featureOf(java, version.group(1)), version.group(1));
  }

  private static String shown(Path java) throws UnusableJavaException, InterruptedException {
    try {
      // Into a file: a pipe would need a reader that can be given up as well.
      Path output = Files.createTempFile("java-version", ".txt");
      try {
        return shown(java, output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UnusableJavaException("%s cannot be run: %s".formatted(java, e.getMessage()), e);
    }
  }

  private static String shown(Path java, Path output)
      throws IOException, UnusableJavaException, InterruptedException {
    Process process =
        new ProcessBuilder(java.toString(), "-XshowSettings:properties", "-version")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new UnusableJavaException(
            "%s did not tell its version within %d seconds".formatted(java, SECONDS));
      }
    } finally {
      process.destroyForcibly();
    }
    String shown = new String(Files.readAllBytes(output), Charset.defaultCharset());
    if (process.exitValue() != 0) {
      throw new UnusableJavaException(
          "%s cannot be run, %s: %s"
              .formatted(java, ExitWords.of(process.exitValue()).sentence(), shown.strip()));
    }
    return shown;
  }
}
