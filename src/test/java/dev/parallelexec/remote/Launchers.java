package dev.parallelexec.remote;

import dev.parallelexec.jvm.Sources;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.pool.Placement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.opentest4j.TestAbortedException;

/** Launchers that there are everywhere, and a program for them to run. */
final class Launchers {
  static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  static final String SECRET = "4711 1 c0ffee\n";

  /** Tells what it was given, then obeys lines: {@code exit n}, {@code kill}, {@code write f}. */
  private static final String TELLER =
      """
      import java.nio.file.*;
      public class Teller {
        public static void main(String[] args) throws Exception {
          var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
          tell("line", in.readLine());
          tell("pid", "" + ProcessHandle.current().pid());
          tell("dir", Path.of("").toAbsolutePath().toString());
          tell("cp", System.getProperty("java.class.path"));
          tell("java", System.getProperty("java.home"));
          new java.util.TreeMap<>(System.getenv()).forEach((k, v) -> tell("env." + k, v));
          System.getProperties().forEach((k, v) -> { if (k.toString().startsWith("px")) tell("" + k, "" + v); });
          System.out.println("ready");
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("exit")) {
              Runtime.getRuntime().halt(Integer.parseInt(words[1]));
            } else if (words[0].equals("kill")) {
              new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start().waitFor();
            } else if (words[0].equals("err")) {
              System.err.println("on stderr");
            } else if (words[0].equals("read")) {
              tell(words[1], Files.readString(Path.of(words[1])));
            } else if (words[0].equals("resource")) {
              tell(words[1], new String(Teller.class.getResourceAsStream(words[1]).readAllBytes()));
            } else if (words[0].equals("write")) {
              Path file = Path.of(words[1]);
              if (file.getParent() != null) Files.createDirectories(file.getParent());
              Files.writeString(file, words[2]);
              System.out.println("written");
            }
          }
          System.out.println("end of input");
        }
        static void tell(String name, String value) {
          StringBuilder text = new StringBuilder();
          for (char c : value.toCharArray()) {
            if (c >= ' ' && c < 127 && c != '\\\\') text.append(c);
            else text.append("\\\\u").append(Integer.toHexString(0x10000 | c).substring(1));
          }
          System.out.println(name + "=" + text);
        }
      }
      """;

  private Launchers() {}

  static Path teller(Path directory) throws IOException {
    return Sources.compile(directory, "Teller", TELLER);
  }

  static EngineKind.Settings settings(
      String launcher, Map<String, String> properties, Path project) {
    return new EngineKind.Settings(launcher, "", "", properties, Duration.ofSeconds(30), project);
  }

  static Placement open(EngineKind.Settings settings, Path cache) throws EngineException {
    return new LauncherKind().open(settings, around(cache));
  }

  /** Where nodes have this machine's files. */
  static Placement shared(String launcher, Path project) throws EngineException {
    return open(settings(launcher, Map.of("staging", "shared"), project), project.resolve("cache"));
  }

  static EngineKind.Surroundings around(Path cache) {
    return new EngineKind.Surroundings() {
      @Override
      public List<Path> jars(List<String> coordinates) {
        return List.of();
      }

      @Override
      public Path plugin() {
        return Path.of("target", "classes").toAbsolutePath();
      }

      @Override
      public Path cache() {
        return cache;
      }

      @Override
      public Consumer<String> debug() {
        return line -> {};
      }

      @Override
      public Consumer<String> info() {
        return line -> {};
      }
    };
  }

  static Placement.Worker worker(Path classes, Path directory) {
    return worker(classes, directory, List.of(), Map.of());
  }

  static Placement.Worker worker(
      Path classes, Path directory, List<String> arguments, Map<String, String> environment) {
    return new Placement.Worker(
        3, JAVA, arguments, List.of(classes), "Teller", environment, directory);
  }

  /** A worker that talks. */
  static final class Talk {
    final Process process;
    private final BufferedReader out;
    final Map<String, String> told = new TreeMap<>();

    Talk(Placement.Placed placed) throws IOException {
      process = placed.process();
      out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (String line = out.readLine(); !"ready".equals(line); line = out.readLine()) {
        if (line == null) {
          throw new IOException(
              "ended early: " + new String(process.getErrorStream().readAllBytes()));
        }
        int equals = line.indexOf('=');
        told.put(line.substring(0, equals), unescaped(line.substring(equals + 1)));
      }
    }

    String line() throws IOException {
      String line = out.readLine();
      return line == null ? "(end)" : line;
    }

    String ask(String text) throws IOException {
      say(text);
      return line();
    }

    void say(String text) throws IOException {
      process.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    int end(String text) throws IOException, InterruptedException {
      say(text);
      return end();
    }

    int end() throws InterruptedException {
      try {
        out.transferTo(Writer.nullWriter());
      } catch (IOException e) {
        // It was closed here.
      }
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("it goes on");
      }
      return process.exitValue();
    }

    private static String unescaped(String text) {
      StringBuilder plain = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        if (text.startsWith("\\u", i)) {
          plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
          i += 5;
        } else {
          plain.append(text.charAt(i));
        }
      }
      return plain.toString();
    }
  }

  /** An executable script. */
  static Path program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
    return file;
  }

  static TestAbortedException skipped(String why) {
    System.out.println("Skipped, " + why);
    return new TestAbortedException(why);
  }
}
