package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.plan.Problems;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.junit.jupiter.api.Test;

/** What Maven makes of a POM, and what the goals make of that. */
@MojoTest
class ParametersTest {
  private static final String POM = "src/test/resources/mojo/wrong.xml";

  @Test
  @InjectMojo(goal = "map", pom = POM)
  void everythingThatIsWrongIsToldAtOnce(MapMojo goal) {
    Problems problems = new Problems();
    goal.planned(problems);
    assertThat(problems.text("parallel-exec:map (x)").replace(goal.basedir().toString(), "BASE"))
        .isEqualTo("");
  }
}
