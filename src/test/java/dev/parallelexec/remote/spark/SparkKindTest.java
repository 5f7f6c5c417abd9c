package dev.parallelexec.remote.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.EngineKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkKindTest {
  private final SparkKind kind = new SparkKind();

  @Test
  @DisplayName("The plugin's class loader finds it")
  void isFound() {
    assertThat(ServiceLoader.load(EngineKind.class)).extracting(EngineKind::name).contains("spark");
  }

  @Test
  @DisplayName("All that is wrong is told, with what is allowed")
  void tellsWhatIsWrong() {
    assertThat(problems("", "", "", Map.of()))
        .containsExactly(
            "engineMaster is needed by the engine spark: spark://host:port, yarn, k8s://..., or"
                + " local-cluster[executors,cores,megabytes]");
    assertThat(problems("local[4]", "four", "srun", Map.of("adress", "x", "sparc.cores.max", "2")))
        .containsExactly(
            "engineMaster is 'local[4]', but that has no executor processes, and the engine local"
                + " does the same without Spark; allowed: spark://host:port, yarn, k8s://..., or"
                + " local-cluster[executors,cores,megabytes]",
            "engineVersion is 'four', but has to be the version of the cluster's Spark, as 4.2.0",
            "launcher is 'srun', but the engine spark starts workers itself: leave it out",
            "engineProperties has 'adress', but the engine spark knows 'address',"
                + " 'staging' and what begins with 'spark.'; did you mean 'address'?",
            "engineProperties has 'sparc.cores.max', but the engine spark knows 'address',"
                + " 'staging' and what begins with 'spark.'; did you mean 'spark.cores.max'?");
    assertThat(problems("yarn", "", "", Map.of("stagin", "copy", "staging", "copi")))
        .containsExactly(
            "engineProperties has 'stagin', but the engine spark knows 'address', 'staging' and what"
                + " begins with 'spark.'; did you mean 'staging'?",
            "engineProperties: staging 'copi' is not allowed; allowed: auto, shared, copy; did you"
                + " mean 'copy'?");
    assertThat(problems("spark://host", "", "", Map.of()))
        .singleElement()
        .asString()
        .startsWith("engineMaster is 'spark://host'; allowed: ");
  }

  @Test
  @DisplayName("What Spark takes for a master is passed through")
  void acceptsMasters() {
    for (String master :
        List.of("spark://a:7077", "spark://a:1,b:2", "yarn", "k8s://https://h:6443")) {
      assertThat(
              problems(
                  master, "3.5.9", "", Map.of("spark.x", "1", "address", "::1", "staging", "copy")))
          .isEmpty();
    }
    assertThat(problems("local-cluster[2, 1, 600]", "4.2.0-preview1", "", Map.of())).isEmpty();
  }

  @Test
  @DisplayName("The user's settings win, but where a worker would be started twice or not at all")
  void mixesSettings() {
    Map<String, String> users =
        Map.of(
            "spark.network.timeout",
            "99s",
            "spark.task.maxFailures",
            "4",
            "address",
            "10.0.0.1",
            "staging",
            "copy");
    SparkSettings settings = SparkSettings.of(settings("local-cluster[2,1,600]", "", "", users));

    assertThat(settings.conf("p", "10.0.0.1"))
        .containsEntry("spark.network.timeout", "99s")
        .containsEntry("spark.task.maxFailures", "1")
        .containsEntry("spark.executor.memory", "600m")
        .containsEntry("spark.driver.host", "10.0.0.1")
        .containsEntry("spark.app.name", "parallel-exec p")
        .doesNotContainKeys("address", "staging");
    assertThat(settings.toString()).isEqualTo("local-cluster[2,1,600] (Spark 4.2.0)");
  }

  @Test
  @DisplayName("A SPARK_HOME is used, unless it is of another version than the POM says")
  void usesSparkHome(@TempDir Path home) throws Exception {
    Path jars = Files.createDirectory(home.resolve("jars"));
    Path core = Files.createFile(jars.resolve("spark-core_2.13-3.5.9.jar"));
    Map<String, String> environment = Map.of("SPARK_HOME", home.toString());

    SparkSettings right = SparkSettings.of(settings("yarn", "3.5.9", "", Map.of()));
    assertThat(SparkHome.of(right, new SparkJars(), environment, home).classPath())
        .containsExactly(core);
    SparkSettings wrong = SparkSettings.of(settings("yarn", "4.2.0", "", Map.of()));
    assertThatThrownBy(() -> SparkHome.of(wrong, new SparkJars(), environment, home))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "engineVersion is 4.2.0, but SPARK_HOME (%s) has no jars/spark-core_2.13-4.2.0.jar:"
                    .formatted(home)
                + " name its version, or unset it");
  }

  @Test
  @DisplayName("Spark's log shrinks to what tells most, and to what can be done")
  void advises() {
    List<String> log =
        List.of(
            "26/11/26 14:44:04 WARN NativeCodeLoader: Unable to load native-hadoop library",
            "26/11/26 14:44:05 INFO Master: I am fine",
            "26/11/26 14:44:05 WARN StandaloneAppClient$ClientEndpoint: Failed to connect to master"
                + " h:1",
            "\tat a.b.C.d(E.java:1)",
            "Caused by: java.net.ConnectException: Connection refused",
            "26/11/26 14:44:25 WARN StandaloneAppClient$ClientEndpoint: Failed to connect to master"
                + " h:1");
    SparkSettings settings = SparkSettings.of(settings("spark://h:1", "", "", Map.of()));

    assertThat(Advice.sentence(settings, "no slot", Advice.worth(log), false))
        .isEqualTo(
            "engine spark at spark://h:1: no slot. Spark said: java.net.ConnectException:"
                + " Connection refused | StandaloneAppClient$ClientEndpoint: Failed to connect to"
                + " master h:1. Look whether the master runs there, and whether engineMaster is"
                + " what its page says");
    assertThat(Advice.sentence(settings, "no slot", List.of(), false))
        .isEqualTo(
            "engine spark at spark://h:1: no slot. Spark said nothing. A cluster of another version"
                + " than the driver's 4.2.0 does not answer it: set engineVersion to the cluster's");
  }

  private List<String> problems(
      String master, String version, String launcher, Map<String, String> properties) {
    return kind.problems(settings(master, version, launcher, properties));
  }

  private static EngineKind.Settings settings(
      String master, String version, String launcher, Map<String, String> properties) {
    return new EngineKind.Settings(
        launcher, master, version, properties, Duration.ZERO, Path.of("").toAbsolutePath());
  }
}
