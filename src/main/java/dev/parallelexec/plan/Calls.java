package dev.parallelexec.plan;

import dev.parallelexec.task.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls of one list; equal ones are one value, which the list's tasks share. */
final class Calls {
  private static final String OF = " of ";

  private final Problems problems;
  private final Values values;

  /** By what tells them apart, as a text: a record's first hash code costs a JVM some 20 ms. */
  private final Map<String, Call> calls = new LinkedHashMap<>();

  Calls(Problems problems) {
    this.problems = problems;
    this.values = new Values(problems);
  }

  /**
   * The call that an element names. One that names none, or two, is a problem, and calls nothing.
   *
   * @param suffix behind the parameters' names in problems: {@code " of task 2"}; empty for the
   *     list's own
   */
  Call call(String suffix, CallSpec said) {
    Call call = parse(suffix, said);
    String name = call.kind().name() + ' ' + call.text() + ' ' + call.successCodes();
    Call known = calls.putIfAbsent(name, call);
    return known == null ? call : known;
  }

  private Call parse(String suffix, CallSpec said) {
    String function = said.function();
    String mainClass = said.mainClass();
    List<Integer> codes = values.codes("successCodes" + suffix, said.successCodes());
    if (mainClass == null) {
      if (function == null) {
        String who = suffix.isEmpty() ? "the list" : suffix.substring(OF.length());
        problems.add(who + " needs a function or a mainClass, and has neither");
        return Call.function("");
      }
      return values.function("function" + suffix, function);
    }
    if (function != null) {
      problems.add(
          "function and mainClass"
              + suffix
              + " exclude each other: "
              + Problems.quote(function)
              + " and "
              + Problems.quote(mainClass));
    }
    return values.mainClass("mainClass" + suffix, mainClass, codes);
  }

  List<Call> distinct() {
    return new ArrayList<>(calls.values());
  }
}
