package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.history.Claimed;
import dev.parallelexec.plan.Problems;
import dev.parallelexec.plan.Sources;
import dev.parallelexec.pool.Leaks;
import dev.parallelexec.process.Nesting;
import dev.parallelexec.task.Mode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.MojoExecution;
import org.junit.jupiter.api.Test;

/** What Maven makes of a POM, and what the goals make of that. */
@MojoTest
class ParametersTest {
  private static final String RIGHT = "src/test/resources/mojo/right.xml";
  private static final String WRONG = "src/test/resources/mojo/wrong.xml";

  private final Problems problems = new Problems();

  /** The test harness gives the execution no id; Maven always does. */
  private ListRequest.Planned planned(RunGoal goal) {
    goal.mojoExecution = new MojoExecution(goal.mojoExecution.getMojoDescriptor(), "x");
    return goal.planned(problems, Nesting.here(), reports -> reports, new Claimed(new HashMap<>()));
  }

  private int workers(RunGoal goal, Nesting nesting) {
    return goal.planned(problems, nesting, reports -> reports, new Claimed(new HashMap<>()))
        .pool()
        .bounds()
        .workers();
  }

  @Test
  @InjectMojo(goal = "map", pom = WRONG)
  void everythingThatIsWrongIsToldAtOnce(MapMojo goal) {
    planned(goal);
    assertThat(problems.text("parallel-exec:map (x)").replace(goal.basedir().toString(), "BASE"))
        .isEqualTo(
            """
            14 things are wrong in the configuration of parallel-exec:map (x):
              files: unknown element <dir> within <files>; known: directory, includes, excludes, followSymlinks
              files: a <directory> is needed, as <directory>src/main/diagrams</directory>
              timeout: 'soon' is not allowed; allowed: a duration as 500ms, 30s, 5m, 2h, 1m30s or PT30S, or seconds
              mode: 'apply' contradicts the goal map; leave mode out, or use the goal apply
              failurePolicy: 'fail-fats' is not allowed; allowed: fail-at-end, fail-fast, fail-never; did you mean 'fail-fast'?
              progress: 'bars' is not allowed; allowed: auto, bar, counter, none; did you mean 'bar'?
              slowAfter: 'never' is not allowed; allowed: a duration as 500ms, 30s, 5m, 2h, 1m30s or PT30S, or seconds
              ciFormat: 'travis' is not allowed; allowed: auto, github, gitlab, teamcity, none
              workers: '1.5' is not allowed; allowed: a whole number from 1, or a multiple of the CPUs as 1C or 0.5C; did you mean '1.5C'?
              argLine: '-Da="b': a quote is not closed
              workingDirectory: 'BASE/nowhere' is not a directory; it has to exist before the goal runs
              addOutputToClasspath: 'yes' is not allowed; allowed: true, false
              successCodes: 'zero' is not allowed; allowed: exit codes as 0 or 3
              arguments: '{itm}' is not allowed; allowed: {item}, {index}, {slot}, {id}; a brace is written {{; did you mean '{item}'?\
            """);
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  void listsKeepCommasAndEmptyEntries(MapMojo goal) {
    ListRequest list = planned(goal).list();
    Sources sources = list.tasks().sources();
    assertThat(problems.sentences()).isEmpty();
    assertThat(sources.items()).containsExactly("1,2", "");
    assertThat(sources.matrix()).containsExactly(List.of("a"), List.of("b", "c"));
    assertThat(list.mode()).isEqualTo(Mode.MAP);
    assertThat(list.tasks().limits().timeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(list.tasks().limits().retries()).isEqualTo(2);
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  void workersGetTheirEnvironmentAndConstantProperties(MapMojo goal) {
    ListRequest.Planned planned = planned(goal);
    PoolRequest.Jvm jvm = planned.pool().jvm();
    assertThat(jvm.environment())
        .containsEntry("FOO", "bar")
        .containsEntry("EMPTY", "")
        .containsKey("JAVA_HOME")
        .doesNotContainKey("PATH");
    assertThat(jvm.properties()).containsExactly(Map.entry("constant", "{x}"));
    assertThat(planned.list().tasks().properties()).containsExactly(Map.entry("moving", "{item}"));
    assertThat(jvm.heapBytes()).as("-Xmx is in argLine").isZero();
    assertThat(planned.pool().bounds().workers()).isEqualTo(3);
    assertThat(planned.pool().bounds().maxMemory()).isEqualTo(600L << 20);
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  void aListIsCalledTheSameWheneverItRunsAndAsNoOther(MapMojo goal) {
    planned(goal);
    String first = goal.name();
    planned(goal);
    assertThat(goal.name()).isEqualTo(first).endsWith(" map x");
    goal.mojoExecution = new MojoExecution(goal.mojoExecution.getMojoDescriptor(), "y");
    assertThat(goal.name()).isNotEqualTo(first);
  }

  @Test
  @InjectMojo(goal = "async", pom = RIGHT)
  void theCommandLineChangesTheModeOfEveryGoal(AsyncMojo goal) {
    goal.session.getUserProperties().setProperty("parallel-exec.mode", "apply");
    assertThat(planned(goal).list().mode()).isEqualTo(Mode.APPLY);
    assertThat(problems.sentences()).isEmpty();
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  void aBuildThatATaskStartedHasItsShareOfWorkers(MapMojo goal) {
    planned(goal);
    assertThat(workers(goal, new Nesting(1, 2))).isEqualTo(2);
    assertThat(workers(goal, new Nesting(1, 8))).isEqualTo(3);
    assertThat(workers(goal, new Nesting(0, 2))).isEqualTo(3);
    goal.workers = "0.5C";
    assertThat(workers(goal, new Nesting(2, 8))).isEqualTo(4);
    assertThat(problems.sentences()).isEmpty();
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  @MojoParameter(name = "threadsPerWorker", value = "4")
  @MojoParameter(name = "idempotent", value = "no")
  void tasksThatRunAtOnceShareSystemProperties(MapMojo goal) {
    assertThat(planned(goal).pool().bounds().threads()).isEqualTo(4);
    goal.threadsPerWorker = "0";
    planned(goal);
    assertThat(problems.sentences())
        .containsExactly(
            "idempotent: 'no' is not allowed; allowed: true, false",
            "systemPropertyVariables: moving is '{item}', which changes with the task, and"
                + " threadsPerWorker is 4: tasks that run at once in one JVM share its system"
                + " properties; pass it in arguments, or leave threadsPerWorker out",
            "threadsPerWorker: '0' is not allowed; allowed: a whole number from 1");
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  @MojoParameter(name = "threadsPerWorker", value = "1001")
  void aWorkerHasAThousandThreadsAtMost(MapMojo goal) {
    goal.systemPropertyVariables = Map.of();
    planned(goal);
    assertThat(problems.sentences())
        .containsExactly("threadsPerWorker: '1001' is too large; the largest allowed is 1000");
    goal.threadsPerWorker = "1000";
    assertThat(planned(goal).pool().bounds().threads()).isEqualTo(1000);
    assertThat(problems.sentences()).hasSize(1);
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  @MojoParameter(name = "leaks", value = "fail")
  void leaksAreAPolicyOfTheList(MapMojo goal) {
    assertThat(planned(goal).list().policy().leaks()).isEqualTo(Leaks.FAIL);
    goal.leaks = "fial";
    planned(goal);
    assertThat(problems.sentences())
        .containsExactly(
            "leaks: 'fial' is not allowed; allowed: warn, fail, ignore; did you mean 'fail'?");
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  void workersStartFromAnArchiveUnlessTheUserSaysNo(MapMojo goal) {
    assertThat(planned(goal).pool().jvm().archive()).isTrue();
    goal.sharedArchive = "off";
    assertThat(planned(goal).pool().jvm().archive()).isFalse();
    assertThat(problems.sentences()).isEmpty();
    goal.sharedArchive = "on";
    planned(goal);
    assertThat(problems.sentences())
        .containsExactly("sharedArchive: 'on' is not allowed; allowed: auto, off");
  }

  @Test
  @InjectMojo(goal = "collect", pom = RIGHT)
  void whatMavenFillsHasNoNameThatAUserWouldWrite(CollectMojo goal) {
    Set<String> filled = new TreeSet<>();
    goal.mojoExecution.getMojoDescriptor().getPluginDescriptor().getMojos().stream()
        .filter(each -> each.getParameters() != null)
        .flatMap(each -> each.getParameters().stream())
        .filter(parameter -> !parameter.isEditable())
        .forEach(parameter -> filled.add(parameter.getName()));
    assertThat(filled).containsExactly("mojoExecution", "outputDirectory", "project", "session");
    goal.checkNames(problems, List.of("execution"));
    assertThat(problems.sentences())
        .containsExactly(
            "unknown element <execution> (did you mean <executions>?): no goal of this plugin has"
                + " it");
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  @MojoParameter(name = "cache", value = "pom.xml")
  void aCacheIsNoFile(MapMojo goal) {
    planned(goal);
    goal.cache = "pom.xml/below";
    planned(goal);
    goal.cache = "nowhere/yet";
    planned(goal);
    String rest =
        "' is not allowed; allowed: off, user, or a directory, and "
            + goal.basedir().resolve("pom.xml")
            + " is a file";
    assertThat(problems.sentences())
        .containsExactly("cache: 'pom.xml" + rest, "cache: 'pom.xml/below" + rest);
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  @MojoParameter(name = "retryOn", value = "failed, out-of-memory")
  @MojoParameter(name = "jvm", value = "/nowhere/java")
  void aJavaThatIsNotThereIsAProblem(MapMojo goal) {
    planned(goal);
    assertThat(problems.sentences())
        .containsExactly("jvm: '/nowhere/java': there is no program /nowhere/java");
  }
}
