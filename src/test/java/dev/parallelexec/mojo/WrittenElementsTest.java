package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.plan.Problems;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3DomBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WrittenElementsTest {
  private final MavenProject project = FakeList.module("m");

  @BeforeEach
  void pom() throws Exception {
    Plugin plugin = FakeList.execution("map", "x").getPlugin();
    plugin.setConfiguration(
        Xpp3DomBuilder.build(new StringReader("<c><workers>2</workers><itms/></c>")));
    PluginExecution execution = new PluginExecution();
    execution.setId("x");
    execution.setConfiguration(
        Xpp3DomBuilder.build(new StringReader("<c><workers>2</workers><timeot>1</timeot></c>")));
    plugin.addExecution(execution);
    project.getBuild().addPlugin(plugin);
  }

  @Test
  void anExecutionHasItsOwnAndTheCommandLineThePlugins() {
    assertThat(WrittenElements.of(project, FakeList.execution("map", "x")))
        .containsExactly("workers", "timeot");
    assertThat(WrittenElements.of(project, FakeList.execution("map", "default-cli")))
        .containsExactly("workers", "itms");
    assertThat(WrittenElements.of(FakeList.module("n"), FakeList.execution("map", "x"))).isEmpty();
  }

  @Test
  void unknownOnesAreToldWithTheNearest() {
    Problems problems = new Problems();
    Children.check(problems, List.of("workers", "timeot", "zzz"), Set.of("workers", "timeout"));
    assertThat(problems.sentences())
        .containsExactly(
            "unknown element <timeot> (did you mean <timeout>?): no goal of this plugin has it",
            "unknown element <zzz>: no goal of this plugin has it");
  }
}
