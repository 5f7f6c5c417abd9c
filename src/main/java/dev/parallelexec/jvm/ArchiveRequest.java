package dev.parallelexec.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an archive is made of, as one process tells another: a file with a line for each value.
 *
 * @param java the program of the workers
 * @param linked whether that JDK can also link classes beforehand, which 24 and newer can
 * @param arguments those of the workers that matter
 * @param jars the class path
 * @param ahead what would be passed by them
 */
record ArchiveRequest(
    Path java, boolean linked, List<String> arguments, List<Path> jars, List<Prefix.Ahead> ahead) {
  private static final String JAVA = "java ";
  private static final String LINKED = "linked ";
  private static final String ARGUMENT = "argument ";
  private static final String JAR = "jar ";
  private static final String AHEAD = "ahead ";

  /** Copies the lists. */
  ArchiveRequest {
    arguments = List.copyOf(arguments);
    jars = List.copyOf(jars);
    ahead = List.copyOf(ahead);
  }

  /** Writes it, whole or not at all. */
  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>(List.of(JAVA + java, LINKED + linked));
    arguments.forEach(argument -> lines.add(ARGUMENT + argument));
    jars.forEach(jar -> lines.add(JAR + jar));
    ahead.forEach(passed -> lines.add(AHEAD + passed.before() + " " + passed.place()));
    for (String line : lines) {
      if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
        throw new IOException("a line break in " + line);
      }
    }
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(text));
  }

  /** Reads what {@link #write} wrote. */
  static ArchiveRequest read(Path file) throws IOException {
    Path java = Path.of("java");
    boolean linked = false;
    List<String> arguments = new ArrayList<>();
    List<Path> jars = new ArrayList<>();
    List<Prefix.Ahead> ahead = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String value = line.substring(line.indexOf(' ') + 1);
      if (line.startsWith(JAVA)) {
        java = Path.of(value);
      } else if (line.startsWith(LINKED)) {
        linked = Boolean.parseBoolean(value);
      } else if (line.startsWith(ARGUMENT)) {
        arguments.add(value);
      } else if (line.startsWith(JAR)) {
        jars.add(Path.of(value));
      } else if (line.startsWith(AHEAD)) {
        int space = value.indexOf(' ');
        int before = Integer.parseInt(value.substring(0, space));
        ahead.add(new Prefix.Ahead(Path.of(value.substring(space + 1)), before));
      }
    }
    return new ArchiveRequest(java, linked, arguments, jars, ahead);
  }
}
