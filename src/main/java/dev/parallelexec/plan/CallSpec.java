package dev.parallelexec.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task runs, as the POM says it: on a list, or on a {@code <task>}, which takes from its
 * list what it leaves out (function and main class count as one).
 *
 * @param function {@code com.acme.Numbers::cube} or a class name; null where left out
 * @param mainClass a class name; null where left out
 * @param arguments templates; null where left out, empty for no arguments; an entry that is null is
 *     the empty string
 * @param successCodes numbers; null or empty for the default
 */
public record CallSpec(
    @Nullable String function,
    @Nullable String mainClass,
    @Nullable List<@Nullable String> arguments,
    @Nullable List<@Nullable String> successCodes) {
  /** Nothing said. */
  public static final CallSpec NONE = new CallSpec(null, null, null, null);

  /** A function whose arguments are left out. */
  public static CallSpec function(String text) {
    return new CallSpec(text, null, null, null);
  }

  /** A main class whose arguments are left out. */
  public static CallSpec mainClass(String name) {
    return new CallSpec(null, name, null, null);
  }

  /** The same with arguments. */
  public CallSpec with(@Nullable List<@Nullable String> templates) {
    return new CallSpec(function, mainClass, templates, successCodes);
  }

  boolean named() {
    return function != null || mainClass != null;
  }
}
