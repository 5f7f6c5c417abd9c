package dev.parallelexec.remote.spark;

import dev.parallelexec.pool.EngineKind;
import dev.parallelexec.remote.Nearest;
import dev.parallelexec.remote.Staging;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the POM says of a Spark cluster.
 *
 * @param master as Spark writes it
 * @param version of Spark, which has to be the cluster's
 * @param versionIsGiven whether the POM says so, or it is ours
 * @param properties names of Spark's with their values
 * @param address of this machine, as the POM has it; empty where it leaves that to us
 * @param staging how files come to the nodes
 */
record SparkSettings(
    String master,
    String version,
    boolean versionIsGiven,
    Map<String, String> properties,
    String address,
    Staging staging) {
  /** The one that was tried most. */
  private static final String VERSION = "4.2.0";

  private static final String ADDRESS = "address";
  private static final List<String> OWN = List.of(ADDRESS, Staging.PROPERTY);
  private static final String SPARKS = "spark.";

  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[ *(\\d+) *, *(\\d+) *, *(\\d+) *]");
  private static final Pattern ELSEWHERE = Pattern.compile("spark://\\S+:\\d+\\S*|yarn|k8s://\\S+");
  private static final Pattern NUMBERS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\S*");

  static SparkSettings of(EngineKind.Settings settings) {
    Map<String, String> properties = new TreeMap<>(settings.properties());
    String address = properties.remove(ADDRESS);
    Staging staging = Staging.of(properties.remove(Staging.PROPERTY), problem -> {});
    String version = settings.version().strip();
    return new SparkSettings(
        settings.master().strip(),
        version.isEmpty() ? VERSION : version,
        !version.isEmpty(),
        properties,
        address == null ? "" : address.strip(),
        staging);
  }

  /** What is wrong, each a sentence that begins with the parameter's name. */
  static List<String> problems(EngineKind.Settings settings) {
    List<String> problems = new ArrayList<>();
    masterProblem(settings.master().strip()).ifPresent(problems::add);
    String version = settings.version().strip();
    if (!version.isEmpty() && !NUMBERS.matcher(version).matches()) {
      problems.add(
          "engineVersion is '%s', but has to be the version of the cluster's Spark, as %s"
              .formatted(version, VERSION));
    }
    if (!settings.launcher().isBlank()) {
      problems.add(
          "launcher is '%s', but the engine spark starts workers itself: leave it out"
              .formatted(settings.launcher()));
    }
    for (String name : new TreeMap<>(settings.properties()).keySet()) {
      nameProblem(name).ifPresent(problems::add);
    }
    Staging unused = Staging.of(settings.properties().get(Staging.PROPERTY), problems::add);
    return problems;
  }

  private static Optional<String> masterProblem(String master) {
    if (LOCAL_CLUSTER.matcher(master).matches() || ELSEWHERE.matcher(master).matches()) {
      return Optional.empty();
    }
    String allowed =
        "spark://host:port, yarn, k8s://..., or local-cluster[executors,cores,megabytes]";
    if (master.isEmpty()) {
      return Optional.of("engineMaster is needed by the engine spark: " + allowed);
    }
    if (master.equals("local") || master.startsWith("local[")) {
      return Optional.of(
          ("engineMaster is '%s', but that has no executor processes, and the engine local does"
                  + " the same without Spark; allowed: %s")
              .formatted(master, allowed));
    }
    return Optional.of("engineMaster is '%s'; allowed: %s".formatted(master, allowed));
  }

  private static Optional<String> nameProblem(String name) {
    if (OWN.contains(name) || (name.startsWith(SPARKS) && name.length() > SPARKS.length())) {
      return Optional.empty();
    }
    int dot = name.indexOf('.');
    String own = Objects.requireNonNullElse(Nearest.to(name, OWN), ADDRESS);
    String nearest = dot < 0 ? own : SPARKS + name.substring(dot + 1);
    return Optional.of(
        ("engineProperties has '%s', but the engine spark knows '%s' and what begins with '%s';"
                + " did you mean '%s'?")
            .formatted(name, String.join("', '", OWN), SPARKS, nearest));
  }

  /** Whether the cluster lives and ends with the driver, on this machine. */
  boolean isLocalCluster() {
    return LOCAL_CLUSTER.matcher(master).matches();
  }

  /**
   * What the driver's SparkConf is made of.
   *
   * @param project for the application's name
   * @param host this machine's address
   */
  Map<String, String> conf(String project, String host) {
    Map<String, String> conf = new TreeMap<>();
    conf.put("spark.app.name", "parallel-exec " + project);
    // A worker's place is as good as any other: what it reads is not Spark's.
    conf.put("spark.locality.wait", "0");
    conf.put("spark.scheduler.mode", "FAIR");
    conf.put("spark.ui.enabled", "false");
    conf.put("spark.master.rest.enabled", "false");
    // A lost node is to be noticed soon; Spark wants heartbeats well below the timeout.
    conf.put("spark.network.timeout", "20s");
    conf.put("spark.network.timeoutInterval", "5s");
    conf.put("spark.executor.heartbeatInterval", "3s");
    // An executor that nobody hears any more ends itself; Spark has it try for three minutes.
    conf.put("spark.executor.heartbeat.maxFailures", "10");
    // An executor does nothing but wait for its workers: what makes a JVM small and its start
    // short.
    conf.put("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    Matcher cluster = LOCAL_CLUSTER.matcher(master);
    if (cluster.matches()) {
      // Spark's default of a gigabyte would find no place in smaller ones.
      conf.put("spark.executor.memory", cluster.group(3) + "m");
    }
    conf.putAll(properties);
    conf.put("spark.master", master);
    conf.put("spark.submit.deployMode", "client");
    conf.put("spark.driver.host", host);
    // A worker's end is never Spark's to mend, and no worker is started twice.
    conf.put("spark.task.maxFailures", "1");
    conf.put("spark.speculation", "false");
    conf.put("spark.ui.showConsoleProgress", "false");
    return conf;
  }

  /** What of Spark the driver is made of, where there is no SPARK_HOME. */
  List<String> coordinates() {
    List<String> coordinates = new ArrayList<>(List.of(coordinate("core")));
    // Of the two that Spark 3.5 leads to, Maven takes the one that its logging cannot use.
    coordinates.add("org.slf4j:slf4j-api:2.0.17");
    if (master.equals("yarn")) {
      coordinates.add(coordinate("yarn"));
    } else if (master.startsWith("k8s:")) {
      coordinates.add(coordinate("kubernetes"));
    }
    return coordinates;
  }

  private String coordinate(String module) {
    return "org.apache.spark:spark-" + module + "_2.13:" + version;
  }

  /** Without the properties, among which there are secrets. */
  @Override
  public String toString() {
    return master + " (Spark " + version + ")";
  }
}
