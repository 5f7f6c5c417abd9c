package dev.parallelexec.remote.spark;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.EngineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where Spark's own classes are on this machine.
 *
 * @param home what is to be {@code SPARK_HOME}: executors of a local cluster are started from it
 * @param classPath of the driver, behind the plugin's
 */
record SparkHome(Path home, List<Path> classPath) {
  private static final String VARIABLE = "SPARK_HOME";
  private static final String JARS = "jars";

  /**
   * The one that the environment names, else one that is made in a directory, of resolved jars.
   * Blocks while they are downloaded.
   *
   * @throws EngineException where they cannot be had, or are of another version than was asked for
   */
  static SparkHome of(
      SparkSettings settings,
      EngineKind.Surroundings around,
      Map<String, String> environment,
      Path directory)
      throws EngineException, IOException {
    String named = environment.getOrDefault(VARIABLE, "");
    SparkHome found =
        !named.isEmpty() && Files.isDirectory(Path.of(named, JARS))
            ? installed(settings, Path.of(named))
            : made(around.jars(settings.coordinates()), directory);
    List<Path> classPath = new ArrayList<>(found.classPath);
    // What spark-submit does, too: Hadoop looks for its settings on the class path.
    for (String variable : List.of("HADOOP_CONF_DIR", "YARN_CONF_DIR")) {
      String conf = environment.getOrDefault(variable, "");
      if (!conf.isEmpty()) {
        classPath.add(Path.of(conf));
      }
    }
    return new SparkHome(found.home, classPath);
  }

  private static SparkHome installed(SparkSettings settings, Path home)
      throws EngineException, IOException {
    try (Stream<Path> all = Files.list(home.resolve(JARS))) {
      List<Path> jars = all.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
      String core = "spark-core_2.13-" + settings.version() + ".jar";
      if (settings.versionIsGiven() && jars.stream().noneMatch(jar -> jar.endsWith(core))) {
        throw new EngineException(
            "engineVersion is %s, but SPARK_HOME (%s) has no jars/%s: name its version, or unset it"
                .formatted(settings.version(), home, core));
      }
      return new SparkHome(home, jars);
    }
  }

  private static SparkHome made(List<Path> jars, Path home) throws IOException {
    Path directory = Files.createDirectories(home.resolve(JARS));
    for (Path jar : jars) {
      Path link = directory.resolve(jar.getFileName());
      if (Files.exists(link)) {
        continue;
      }
      try {
        Files.createSymbolicLink(link, jar.toAbsolutePath());
      } catch (IOException | UnsupportedOperationException e) {
        Files.copy(jar, link);
      }
    }
    return new SparkHome(home, jars);
  }
}
