package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.plan.Problems;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.junit.jupiter.api.Test;

/** What a user typed behind {@code -D} and nobody would read. */
@MojoTest
class TypedPropertiesTest {
  private static final String RIGHT = "src/test/resources/mojo/right.xml";

  private final Problems problems = new Problems();
  private final Properties user = new Properties();
  private final Properties own = new Properties();

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  void oneThatNoGoalHasIsAProblem(MapMojo goal) {
    user.setProperty("parallel-exec.dryrun", "true");
    user.setProperty("parallel-exec.taskfilter", "3");
    user.setProperty("parallel-exec.matrix", "1");
    user.setProperty("parallel-exec.zzz", "");
    TypedProperties.check(problems, user, own, goal.mojoExecution);
    assertThat(problems.sentences())
        .containsExactly(
            "unknown property -Dparallel-exec.dryrun (did you mean -Dparallel-exec.dryRun?): no goal"
                + " of this plugin has it",
            "unknown property -Dparallel-exec.matrix: <matrix> can only be written in a POM",
            "unknown property -Dparallel-exec.taskfilter (did you mean -Dparallel-exec.taskFilter?):"
                + " no goal of this plugin has it",
            "unknown property -Dparallel-exec.zzz: no goal of this plugin has it");
  }

  @Test
  @InjectMojo(goal = "map", pom = RIGHT)
  void thoseOfAllGoalsAndOfOthersAreNone(MapMojo goal) {
    for (String name : Set.of("dryRun", "mode", "cancel", "executions", "reportsDirectory")) {
      user.setProperty("parallel-exec." + name, "x");
    }
    user.setProperty("maven.test.skip", "true");
    user.setProperty("parallel-exec.task.id", "7");
    user.setProperty("parallel-exec.worker.slot", "1");
    user.setProperty("parallel-exec.run.id", "7");
    user.setProperty("parallel-exec.ours", "2");
    own.setProperty("parallel-exec.ours", "1");
    TypedProperties.check(problems, user, own, goal.mojoExecution);
    assertThat(problems.sentences()).isEmpty();
  }

  @Test
  @InjectMojo(goal = "collect", pom = RIGHT)
  void everyGoalLooks(CollectMojo goal) {
    goal.session.getUserProperties().setProperty("parallel-exec.cancle", "true");
    goal.checkNames(problems, List.of());
    assertThat(problems.sentences())
        .containsExactly(
            "unknown property -Dparallel-exec.cancle (did you mean -Dparallel-exec.cancel?): no goal"
                + " of this plugin has it");
  }
}
