package dev.parallelexec.plan;

import dev.parallelexec.task.Claims;
import dev.parallelexec.task.FilePattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the tasks of one element of the POM claim, with its templates parsed. */
final class Claiming {
  private final int weight;
  private final Set<String> locks;
  private final List<Template> inputs;
  private final List<Template> outputs;
  private final @Nullable Claims same;

  private Claiming(int weight, Set<String> locks, List<Template> inputs, List<Template> outputs) {
    this.weight = weight;
    this.locks = locks;
    this.inputs = inputs;
    this.outputs = outputs;
    this.same = same(inputs) && same(outputs) ? made(new Place(0, "", null)) : null;
  }

  private static boolean same(List<Template> templates) {
    for (Template template : templates) {
      if (!template.same()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Parses the templates; what is wrong becomes a problem.
   *
   * @param suffix behind the parameters' names in problems: {@code " of task 2"}; empty for the
   *     list's own
   */
  static Claiming of(ClaimsSpec said, String suffix, Scope scope, Problems problems) {
    return new Claiming(
        new Values(problems).weight("weight" + suffix, said.weight()),
        locks(said.locks(), suffix, problems),
        templates("inputs" + suffix, said.inputs(), scope, problems),
        templates("outputs" + suffix, said.outputs(), scope, problems));
  }

  private static Set<String> locks(
      @Nullable List<@Nullable String> said, String suffix, Problems problems) {
    Set<String> locks = new LinkedHashSet<>();
    for (String lock : said == null ? List.<@Nullable String>of() : said) {
      if (lock == null || lock.isBlank()) {
        problems.add("locks" + suffix, "", "a name");
      } else {
        locks.add(lock.strip());
      }
    }
    return locks;
  }

  private static List<Template> templates(
      String parameter, @Nullable List<@Nullable String> said, Scope scope, Problems problems) {
    List<Template> templates = new ArrayList<>();
    for (String text : said == null ? List.<@Nullable String>of() : said) {
      if (text == null || text.isBlank()) {
        problems.add(parameter, "", "a path, or a glob as src/**/*.txt");
        continue;
      }
      Template template = Template.parse(parameter, text.strip(), scope, problems);
      if (template.needsSlot()) {
        problems.add(
            parameter
                + ": '{slot}' cannot stand in "
                + Problems.quote(text.strip())
                + ": which worker runs a task differs from build to build, and what a task reads and"
                + " writes must not");
      }
      templates.add(template);
    }
    return templates;
  }

  /** The highest column that a template asks for; 0 for none. */
  int highestColumn() {
    return Math.max(Template.highestColumn(inputs), Template.highestColumn(outputs));
  }

  /** As {@link Claims#contends}, of all of these tasks. */
  boolean contends() {
    return weight > 1 || !locks.isEmpty();
  }

  Claims at(Place place) {
    return same == null ? made(place) : same;
  }

  private Claims made(Place place) {
    return inputs.isEmpty() && outputs.isEmpty() && locks.isEmpty() && weight == 1
        ? Claims.NONE
        : new Claims(weight, locks, files(inputs, place), files(outputs, place));
  }

  private static List<FilePattern> files(List<Template> templates, Place place) {
    List<FilePattern> files = new ArrayList<>(templates.size());
    for (Template template : templates) {
      files.add(template.filesAt(place));
    }
    return files;
  }
}
