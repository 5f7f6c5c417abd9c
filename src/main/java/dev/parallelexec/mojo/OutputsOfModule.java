package dev.parallelexec.mojo;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * The outputs that all task lists of a module declare: files that one list writes are no reason for
 * another to run again, because they lie on its class path.
 */
final class OutputsOfModule {
  private final ExpressionEvaluator evaluator;
  private final List<String> templates = new ArrayList<>();

  private OutputsOfModule(ExpressionEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  /**
   * The templates as the POM has them, in no order.
   *
   * @param plugin this one's key in the project's model
   */
  static List<String> of(MavenProject project, String plugin, ExpressionEvaluator evaluator) {
    OutputsOfModule all = new OutputsOfModule(evaluator);
    Plugin own = project.getPlugin(plugin);
    if (own != null) {
      all.add(own.getConfiguration());
      for (PluginExecution execution : own.getExecutions()) {
        all.add(execution.getConfiguration());
      }
    }
    return all.templates;
  }

  private void add(Object configuration) {
    if (configuration instanceof Xpp3Dom dom) {
      addOutputs(dom);
      Xpp3Dom tasks = dom.getChild("tasks");
      if (tasks != null) {
        for (Xpp3Dom task : tasks.getChildren()) {
          addOutputs(task);
        }
      }
    }
  }

  private void addOutputs(Xpp3Dom parent) {
    Xpp3Dom outputs = parent.getChild("outputs");
    if (outputs != null) {
      for (Xpp3Dom output : outputs.getChildren()) {
        add(output.getValue());
      }
    }
  }

  private void add(String value) {
    try {
      Object text = value == null ? null : evaluator.evaluate(value);
      if (text != null && !text.toString().isBlank()) {
        templates.add(text.toString());
      }
    } catch (ExpressionEvaluationException e) {
      // Told where that list runs; until then its outputs count as what they lie among.
      templates.add(value);
    }
  }
}
