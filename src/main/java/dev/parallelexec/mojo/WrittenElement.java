package dev.parallelexec.mojo;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A nested element of the configuration. Maven hands these over as they stand in the POM, so that
 * one place can tell everything that is wrong with them; expressions are therefore evaluated here.
 *
 * @param name of the element
 * @param value its text; null where it is empty, or an expression without a value
 * @param children its elements
 */
record WrittenElement(String name, @Nullable String value, List<WrittenElement> children) {
  /** Copies the children. */
  WrittenElement {
    children = List.copyOf(children);
  }

  /** The element with its expressions evaluated. */
  static WrittenElement of(PlexusConfiguration raw, ExpressionEvaluator evaluator) {
    List<WrittenElement> children = new ArrayList<>();
    for (PlexusConfiguration child : raw.getChildren()) {
      children.add(of(child, evaluator));
    }
    return new WrittenElement(raw.getName(), evaluated(raw.getValue(), evaluator), children);
  }

  private static @Nullable String evaluated(@Nullable String text, ExpressionEvaluator evaluator) {
    if (text == null || !text.contains("$")) {
      return text;
    }
    try {
      Object value = evaluator.evaluate(text);
      return value == null ? null : value.toString();
    } catch (ExpressionEvaluationException e) {
      return text; // as Maven leaves what it cannot evaluate within a longer text
    }
  }

  /** Its text, where it has any that is not white space. */
  @Nullable String text() {
    return value == null || value.isBlank() ? null : value.trim();
  }

  /** The text of its child; null where there is none. */
  @Nullable String text(String child) {
    WrittenElement found = child(child);
    return found == null ? null : found.text();
  }

  /** Its child; null where there is none. */
  @Nullable WrittenElement child(String childName) {
    return children.stream().filter(e -> e.name.equals(childName)).findFirst().orElse(null);
  }

  /** The texts of the elements of a list; an empty element is the empty text. */
  List<String> texts() {
    return children.stream().map(e -> e.value == null ? "" : e.value).toList();
  }
}
