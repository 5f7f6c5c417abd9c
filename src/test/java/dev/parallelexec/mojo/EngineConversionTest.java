package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.history.Claimed;
import dev.parallelexec.plan.Problems;
import dev.parallelexec.process.Nesting;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecution;
import org.junit.jupiter.api.Test;

/** What the POM says of the engine, and what is made of that. */
@MojoTest
class EngineConversionTest {
  private static final String RIGHT = "src/test/resources/mojo/right.xml";

  private final Problems problems = new Problems();

  private PoolRequest request(MapMojo goal) {
    goal.mojoExecution = new MojoExecution(goal.mojoExecution.getMojoDescriptor(), "x");
    return goal.planned(
            problems, new Nesting(0, 2), reports -> reports, new Claimed(new HashMap<>()))
        .pool();
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  void withoutOneItIsThisMachine(MapMojo goal) {
    assertThat(request(goal).engine()).isNull();
    goal.engine = "local";
    assertThat(request(goal).engine()).isNull();
    assertThat(problems.sentences()).isEmpty();
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  void aLauncherHasItsCommand(MapMojo goal) {
    goal.engine = "launcher";
    goal.launcher = "ssh host{slot}";
    goal.engineProperties = Map.of("staging", "copy");
    goal.engineStartTimeout = "30s";
    goal.argLine = null;
    PoolRequest request = request(goal);
    assertThat(problems.sentences()).isEmpty();
    assertThat(request.engine().kind().name()).isEqualTo("launcher");
    assertThat(request.engine().settings().launcher()).isEqualTo("ssh host{slot}");
    assertThat(request.engine().settings().startTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(request.jvm().heapBytes()).as("of memory elsewhere nothing is known").isZero();
    assertThat(request.bounds().workers()).isEqualTo(3);
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  void whatIsWrongIsToldAtOnce(MapMojo goal) {
    goal.engine = "lancher";
    request(goal);
    assertThat(problems.sentences())
        .singleElement()
        .asString()
        .startsWith("engine: 'lancher' is not allowed; allowed: local, launcher")
        .endsWith("; did you mean 'launcher'?");
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  void whatAnEngineNeedsIsAskedFor(MapMojo goal) {
    goal.engine = "launcher";
    goal.launcher = "ssh host{slt}";
    goal.engineMaster = "spark://a:7077";
    goal.workers = "1C";
    request(goal);
    assertThat(problems.sentences())
        .hasSize(3)
        .anyMatch(text -> text.startsWith("engineMaster: 'spark://a:7077' is not allowed"))
        .anyMatch(text -> text.startsWith("launcher: ") && text.contains("{slt}"))
        .contains(
            "workers: '1C' is not allowed; allowed: a number, as 8: with engine 'launcher' the"
                + " processors are other machines'");
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  void settingsOfAnEngineWithoutOneDoNotSilentlyDoNothing(MapMojo goal) {
    goal.launcher = "ssh host";
    goal.engineProperties = Map.of("spark.authenticate.secret", "hush");
    request(goal);
    assertThat(problems.sentences())
        .containsExactly(
            "launcher: 'ssh host' means nothing to the engine of this machine; set engine, too",
            "engineProperties: 'spark.authenticate.secret' means nothing to the engine of this"
                + " machine; set engine, too");
  }
}
