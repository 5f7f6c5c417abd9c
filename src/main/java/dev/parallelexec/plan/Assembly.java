package dev.parallelexec.plan;

import dev.parallelexec.task.Arguments;
import dev.parallelexec.task.Call;
import dev.parallelexec.task.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for all tasks that one element of the POM describes, with its templates parsed.
 *
 * @param call what they call
 * @param arguments templates; null where left out: the item stands in
 * @param properties templates of system properties
 * @param claims of files, locks and slots
 */
record Assembly(
    Call call,
    @Nullable List<Template> arguments,
    Map<String, Template> properties,
    Claiming claims) {

  /** Parses the templates; what is wrong becomes a problem. */
  static Assembly of(Call call, Templates said, Scope scope, Problems problems) {
    List<Template> arguments = null;
    if (said.arguments() != null) {
      arguments = new ArrayList<>();
      for (String text : said.arguments()) {
        arguments.add(Template.parse(said.parameter(), text == null ? "" : text, scope, problems));
      }
    }
    Map<String, Template> properties = new LinkedHashMap<>();
    for (Map.Entry<String, String> property : said.properties().entrySet()) {
      String name = property.getKey();
      properties.put(
          name,
          Template.parse("systemPropertyVariables." + name, property.getValue(), scope, problems));
    }
    return new Assembly(call, arguments, properties, said.claims());
  }

  /**
   * Templates as written.
   *
   * @param parameter what problems call the arguments
   * @param claims parsed already
   */
  record Templates(
      String parameter,
      @Nullable List<@Nullable String> arguments,
      Map<String, String> properties,
      Claiming claims) {}

  /** The highest column that a template asks for. */
  int highestColumn() {
    int inArguments = arguments == null ? 0 : Template.highestColumn(arguments);
    int inProperties = Template.highestColumn(properties.values());
    return Math.max(claims.highestColumn(), Math.max(inArguments, inProperties));
  }

  Arguments argumentsAt(Place place) {
    Item item = place.item();
    if (arguments != null) {
      List<Text> texts = new ArrayList<>(arguments.size());
      for (Template argument : arguments) {
        texts.add(argument.at(place));
      }
      return texts.isEmpty() ? Arguments.NONE : new Arguments(texts, false);
    }
    if (item == null) {
      return Arguments.NONE;
    }
    return item.columns().isEmpty()
        ? new Arguments(List.of(Text.of(item.text())), true)
        : new Arguments(item.columns().stream().map(Text::of).toList(), true);
  }

  Map<String, Text> propertiesAt(Place place) {
    if (properties.isEmpty()) {
      return Map.of();
    }
    Map<String, Text> texts = new LinkedHashMap<>();
    properties.forEach((name, template) -> texts.put(name, template.at(place)));
    return texts;
  }
}
