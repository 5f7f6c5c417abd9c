package dev.parallelexec.mojo;

import dev.parallelexec.plan.Nearest;
import dev.parallelexec.plan.Problems;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The properties that a user typed behind {@code -D}. One whose name is misspelled would do
 * nothing, and what {@code dryRun} was to leave alone would run.
 */
final class TypedProperties {
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{(.+)}");

  /** System properties of workers, which a task may hand on to a build that it starts. */
  private static final Pattern OF_WORKERS =
      Pattern.compile(Pattern.quote(Goal.PREFIX) + "(task|worker|run)\\..*");

  private TypedProperties() {}

  /**
   * Adds a problem for each property that has the plugin's prefix and that nobody reads.
   *
   * @param user what was typed, among others
   * @param own the module's; one that its POM declares is the POM's business
   */
  static void check(Problems problems, Properties user, Properties own, MojoExecution execution) {
    Set<String> typed = new TreeSet<>();
    for (String name : user.stringPropertyNames()) {
      if (name.startsWith(Goal.PREFIX)
          && own.getProperty(name) == null
          && !OF_WORKERS.matcher(name).matches()) {
        typed.add(name.substring(Goal.PREFIX.length()));
      }
    }
    if (!typed.isEmpty()) {
      check(problems, typed, known(execution), WrittenElements.known(execution));
    }
  }

  /**
   * The same for names without the prefix.
   *
   * @param known names of properties
   * @param elements of POMs, of which some have no property
   */
  static void check(Problems problems, Set<String> typed, Set<String> known, Set<String> elements) {
    for (String name : typed) {
      if (known.contains(name)) {
        continue;
      }
      problems.add(
          "unknown property -D"
              + Goal.PREFIX
              + name
              + (elements.contains(name)
                  ? ": <" + name + "> can only be written in a POM"
                  : meant(Nearest.to(name, List.copyOf(known)))
                      + ": no goal of this plugin has it"));
    }
  }

  private static String meant(@Nullable String name) {
    return name == null ? "" : " (did you mean -D" + Goal.PREFIX + name + "?)";
  }

  /** The properties that a goal of this plugin reads, without the prefix. */
  private static Set<String> known(MojoExecution execution) {
    Set<String> known = new TreeSet<>();
    for (MojoDescriptor goal : execution.getMojoDescriptor().getPluginDescriptor().getMojos()) {
      if (goal.getParameters() == null) {
        continue;
      }
      for (Parameter parameter : goal.getParameters()) {
        String expression = parameter.getExpression();
        Matcher named = EXPRESSION.matcher(expression == null ? "" : expression.trim());
        if (named.matches() && named.group(1).startsWith(Goal.PREFIX)) {
          known.add(named.group(1).substring(Goal.PREFIX.length()));
        }
      }
    }
    return known;
  }
}
