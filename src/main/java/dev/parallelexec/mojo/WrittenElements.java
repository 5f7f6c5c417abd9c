package dev.parallelexec.mojo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.model.PluginManagement;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.jspecify.annotations.Nullable;

/**
 * The elements that a user wrote into the configuration of an execution. Maven hands a goal only
 * those that it has, so that a misspelled one would silently do nothing; the project's model still
 * has them all.
 */
final class WrittenElements {
  private WrittenElements() {}

  /** The names of the elements, in the order of the POM. */
  static List<String> of(MavenProject project, MojoExecution execution) {
    Plugin plugin = plugin(project, execution.getPlugin().getKey());
    if (plugin == null) {
      return List.of(); // on the command line, in a project that does not mention the plugin
    }
    PluginExecution own = plugin.getExecutionsAsMap().get(execution.getExecutionId());
    // Maven has merged the plugin's configuration into each execution.
    Object configuration = own == null ? plugin.getConfiguration() : own.getConfiguration();
    List<String> names = new ArrayList<>();
    if (configuration instanceof Xpp3Dom dom) {
      for (Xpp3Dom child : dom.getChildren()) {
        names.add(child.getName());
      }
    }
    return names;
  }

  /** The elements that a goal of this plugin has: plugin-level configuration is for all of them. */
  static Set<String> known(MojoExecution execution) {
    Set<String> known = new TreeSet<>();
    for (MojoDescriptor goal : execution.getMojoDescriptor().getPluginDescriptor().getMojos()) {
      if (goal.getParameters() == null) {
        continue;
      }
      for (Parameter parameter : goal.getParameters()) {
        if (parameter.isEditable()) {
          known.add(parameter.getName());
        }
      }
    }
    return known;
  }

  /** The plugin in a module's POM, or how that manages it; null where it is not mentioned. */
  static @Nullable Plugin plugin(MavenProject project, String key) {
    Plugin plugin = project.getPlugin(key);
    PluginManagement management = project.getPluginManagement();
    return plugin != null || management == null ? plugin : management.getPluginsAsMap().get(key);
  }
}
