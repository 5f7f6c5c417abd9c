package dev.parallelexec.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code mvn parallel-exec:map@nosuch}. */
class NamedExecutionTest {
  private final MavenProject project = FakeList.module("m");
  private final Plugin plugin = FakeList.execution("map", "x").getPlugin();

  private @Nullable String unknown(String id, MojoExecution.Source source) {
    PluginDescriptor descriptor = new PluginDescriptor();
    descriptor.setPlugin(plugin);
    MojoDescriptor map = new MojoDescriptor();
    map.setPluginDescriptor(descriptor);
    return NamedExecution.unknown(project, new MojoExecution(map, id, source));
  }

  private void write(String id) {
    PluginExecution execution = new PluginExecution();
    execution.setId(id);
    plugin.addExecution(execution);
  }

  @Test
  void oneThatThePomDoesNotHaveIsToldWithThoseThatItHas() {
    project.getBuild().addPlugin(plugin);
    write("cubes");
    write("gen");
    assertThat(unknown("cubse", MojoExecution.Source.CLI))
        .isEqualTo(
            "the POM of m has no execution 'cubse' of this plugin; it has cubes, gen; did you mean"
                + " 'cubes'?");
    assertThat(unknown("nosuch", MojoExecution.Source.CLI)).endsWith("; it has cubes, gen");
  }

  @Test
  void aPomMayHaveNone() {
    assertThat(unknown("cubes", MojoExecution.Source.CLI))
        .isEqualTo("the POM of m has no execution 'cubes' of this plugin, nor any other");
  }

  @Test
  void oneThatThePomHasOrThatNobodyNamedIsNoNews() {
    project.getBuild().addPlugin(plugin);
    write("cubes");
    assertThat(unknown("cubes", MojoExecution.Source.CLI)).isNull();
    assertThat(unknown("default-cli", MojoExecution.Source.CLI)).isNull();
    assertThat(unknown("nosuch", MojoExecution.Source.LIFECYCLE)).isNull();
  }
}
