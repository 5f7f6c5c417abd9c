package dev.parallelexec.remote.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** From what Spark said to a sentence for people: what it was, and what to do. */
final class Advice {
  /** Lines of Spark's log that are worth a look, and how they go on behind time and level. */
  private static final Pattern WORTH = Pattern.compile("^\\S+ \\S+ (?:WARN|ERROR) (.*)$");

  private static final Pattern CAUSE =
      Pattern.compile("^(?:Caused by: |Exception in thread \"[^\"]*\" )(.*)$");

  /** Said by any Spark on any day. */
  private static final Pattern NOISE =
      Pattern.compile(
          "^(?:NativeCodeLoader|Utils: Your hostname|Utils: Set SPARK_LOCAL_IP|Utils: Service '"
              + "|SparkConf: |SparkContext: Another|TaskSetManager: Lost task"
              + "|TransportChannelHandler|ResourceProfile|MetricsSystem: Stopping|SparkContext: Error initializing\\b"
              + "|StandaloneSchedulerBackend: Application ID|StandaloneAppClient\\$ClientEndpoint: Drop).*");

  private static final int MOST = 3;

  private Advice() {}

  /** What of the log tells most: the last warnings and causes, without repetitions. */
  static List<String> worth(List<String> log) {
    List<String> worth = new ArrayList<>();
    for (String line : log) {
      var warning = WORTH.matcher(line);
      var cause = CAUSE.matcher(line);
      String text = warning.matches() ? warning.group(1) : cause.matches() ? cause.group(1) : "";
      if (!text.isEmpty() && !NOISE.matcher(text).matches()) {
        worth.remove(text);
        worth.add(text);
      }
    }
    return worth.subList(Math.max(0, worth.size() - MOST), worth.size());
  }

  /**
   * The whole sentence.
   *
   * @param what happened, as far as we know: "no slot within 1 m"
   * @param said Spark's words, for people and to find out why; may be empty
   * @param wasThere whether the cluster had taken the driver in
   */
  static String sentence(SparkSettings settings, String what, List<String> said, boolean wasThere) {
    String words =
        said.isEmpty() ? "Spark said nothing" : "Spark said: " + String.join(" | ", said);
    // A master that cannot read a driver of another version logs that, and tells nobody.
    String cure =
        said.isEmpty() && !wasThere
            ? otherVersion(settings)
            : cure(settings, String.join("\n", said));
    return "engine spark at %s: %s. %s. %s".formatted(settings.master(), what, words, cure);
  }

  private static String otherVersion(SparkSettings settings) {
    return "A cluster of another version than the driver's %s does not answer it: set engineVersion to the cluster's"
        .formatted(settings.version());
  }

  private static String cure(SparkSettings settings, String said) {
    if (has(said, "InvalidClassException", "UnknownReplyException", "serialVersionUID")) {
      return otherVersion(settings);
    }
    if (has(said, "UnsupportedClassVersionError")) {
      return "The cluster's executors run on an older Java: they need 17 or newer";
    }
    if (has(said, "SaslException", "authenticat", "Authenticat", "SASL", "challenge", "secret")) {
      return "Give the cluster's spark.authenticate and spark.authenticate.secret in engineProperties";
    }
    if (has(said, "needs a file system")) {
      return "Mount it there under the same name, or set staging to copy in engineProperties";
    }
    if (has(said, "ClassNotFoundException", "Could not parse Master URL")) {
      return "Spark has no classes for this engineMaster: use a SPARK_HOME that has them";
    }
    if (has(
        said, "unresponsive", "Failed to connect to master", "Connection refused", "UnknownHost")) {
      return "Look whether the master runs there, and whether engineMaster is what its page says";
    }
    if (has(said, "IllegalArgumentException", "requirement failed", "must be ")) {
      return "Look at engineProperties";
    }
    return "Look whether the cluster has free cores and memory, ask for less in engineProperties"
        + " (spark.executor.memory, spark.executor.cores, spark.cores.max), see whether its nodes"
        + " reach this machine ('address' in engineProperties), or give it more time";
  }

  private static boolean has(String text, String... words) {
    for (String word : words) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
