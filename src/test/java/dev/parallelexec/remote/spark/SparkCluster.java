package dev.parallelexec.remote.spark;

import dev.parallelexec.remote.Hosts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A standalone cluster of Spark's, of the jars that a build would resolve: its master on this
 * machine, a worker of Spark's with two slots on each host. It ends with the hosts.
 */
public final class SparkCluster {
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private final Hosts hosts;
  private final Path directory;
  private final Path home;
  private final String classPath;
  private final Path log;

  /** Starts it; blocks until all of it is there. */
  public SparkCluster(Hosts hosts, int count, Path directory) throws IOException {
    this.hosts = hosts;
    this.directory = Files.createDirectories(directory);
    if (!Files.exists(Path.of("target", "spark.jars"))) {
      throw Hosts.skipped("there is no target/spark.jars, which the build makes");
    }
    List<Path> jars = new SparkJars().jars(List.of());
    classPath = jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    home = Path.of("target", "spark-home").toAbsolutePath();
    Path there = Files.createDirectories(home.resolve("jars"));
    for (Path jar : jars) {
      Path link = there.resolve(jar.getFileName());
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, jar);
    }
    log = directory.resolve("master.log");
    Process master =
        start(
            0, log, "org.apache.spark.deploy.master.Master", "--host", hosts.here(), "--port", "0");
    Hosts.awaitLogged(master, log, "I have been elected leader", 1);
    for (int number = 1; number <= count; number++) {
      worker(number);
    }
    Hosts.awaitLogged(master, log, "Registering worker ", count);
  }

  private void worker(int number) throws IOException {
    Path own = directory.resolve("worker" + number);
    start(
        number,
        directory.resolve("worker" + number + ".log"),
        "org.apache.spark.deploy.worker.Worker",
        "-c",
        "2",
        "-m",
        "1200M",
        "-d",
        own.toString(),
        "--host",
        hosts.there(number),
        master());
  }

  private Process start(int number, Path to, String program, String... arguments)
      throws IOException {
    String address = number == 0 ? hosts.here() : hosts.there(number);
    List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath, program));
    command.addAll(List.of("--webui-port", "0"));
    command.addAll(List.of(arguments));
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME",
            home.toString(),
            "SPARK_SCALA_VERSION",
            "2.13",
            // Else the web pages bind every interface.
            "SPARK_LOCAL_IP",
            address);
    return hosts.start(number, to, environment, command.toArray(new String[0]));
  }

  /** For {@code engineMaster}. */
  public String master() throws IOException {
    Matcher found = MASTER.matcher(Files.readString(log));
    if (!found.find()) {
      throw new IOException("no address: " + Files.readString(log));
    }
    return found.group(1);
  }
}
