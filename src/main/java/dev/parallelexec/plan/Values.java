package dev.parallelexec.plan;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Claims;
import dev.parallelexec.task.Labelled;
import dev.parallelexec.task.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses what the POM says. A wrong value becomes a problem, and a harmless value is returned in
 * its place, so that the rest can be looked at, too.
 */
public final class Values {
  private static final List<Outcome> RETRIABLE =
      List.of(Outcome.FAILED, Outcome.TIMED_OUT, Outcome.CRASHED, Outcome.OUT_OF_MEMORY);

  private final Problems problems;

  /** Parses for one configuration. */
  public Values(Problems problems) {
    this.problems = problems;
  }

  /**
   * Workers: {@code 4}, {@code 1C}, {@code 0.5C} (times the CPUs, rounded down, at least 1).
   *
   * @param text null for {@code 1C}
   */
  public int workers(String parameter, @Nullable String text, int cpus) {
    return Quantities.workers(problems, parameter, text == null ? "1C" : text, cpus);
  }

  /**
   * A duration: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h30m}, {@code PT30S}, or seconds.
   *
   * @param text null for zero, which is none
   */
  public Duration duration(String parameter, @Nullable String text) {
    return Quantities.duration(problems, parameter, text == null ? "0" : text);
  }

  /**
   * Memory in bytes: {@code 60%} of the machine's, {@code 512k}, {@code 600m}, {@code 2g}.
   *
   * @param text null for {@code 60%}
   */
  public long memory(String parameter, @Nullable String text, long machineBytes) {
    return Quantities.memory(problems, parameter, text == null ? "60%" : text, machineBytes);
  }

  /**
   * The weight of a task: a number of slots from 1, or {@code all}.
   *
   * @param text null for 1
   */
  int weight(String parameter, @Nullable String text) {
    if (text != null && text.strip().equals("all")) {
      return Claims.ALL;
    }
    Problems number = new Problems();
    int weight = new Values(number).count(parameter, text, 1, 1);
    if (tooLarge(text)) {
      number.sentences().forEach(problems::add);
    } else if (!number.isEmpty()) {
      problems.add(parameter, String.valueOf(text), "a number of slots from 1, or all");
    }
    return weight;
  }

  /**
   * One of an enum's kinds, by its label.
   *
   * @param text null for {@code otherwise}
   */
  public <E extends Enum<E> & Labelled> E choice(
      String parameter, @Nullable String text, E otherwise) {
    if (text == null) {
      return otherwise;
    }
    String given = text.strip();
    List<String> labels = new ArrayList<>();
    for (E kind : otherwise.getDeclaringClass().getEnumConstants()) {
      if (kind.label().equals(given)) {
        return kind;
      }
      labels.add(kind.label());
    }
    problems.add(parameter, given, String.join(", ", labels), labels);
    return otherwise;
  }

  /** {@code true} or {@code false}; null text gives {@code otherwise}. */
  public boolean bool(String parameter, @Nullable String text, boolean otherwise) {
    if (text == null) {
      return otherwise;
    }
    String given = text.strip();
    if (!given.equals("true") && !given.equals("false")) {
      problems.add(parameter, given, "true, false", List.of("true", "false"));
      return otherwise;
    }
    return given.equals("true");
  }

  /** A whole number from {@code least}; null text gives {@code otherwise}. */
  public int count(String parameter, @Nullable String text, int otherwise, int least) {
    return count(parameter, text, otherwise, least, Integer.MAX_VALUE);
  }

  /** The same, up to {@code most}. */
  public int count(String parameter, @Nullable String text, int otherwise, int least, int most) {
    if (text == null) {
      return otherwise;
    }
    String given = text.strip();
    Integer number = whole(given);
    if (number == null ? tooLarge(given) : number > most) {
      problems.addTooLarge(parameter, given, String.valueOf(most));
      return otherwise;
    }
    if (number == null || number < least) {
      problems.add(parameter, given, "a whole number from " + least);
      return otherwise;
    }
    return number;
  }

  /**
   * Outcomes that are tried again, separated by commas.
   *
   * @param text null for {@code failed,timed-out,crashed}
   */
  public Set<Outcome> outcomes(String parameter, @Nullable String text) {
    if (text == null) {
      return EnumSet.of(Outcome.FAILED, Outcome.TIMED_OUT, Outcome.CRASHED);
    }
    List<String> labels = new ArrayList<>();
    for (Outcome outcome : RETRIABLE) {
      labels.add(outcome.label());
    }
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    List<String> given = Sources.split(text);
    for (String name : given.isEmpty() ? List.of("") : given) {
      int at = labels.indexOf(name);
      if (at < 0) {
        String allowed = "one or more of " + String.join(", ", labels) + ", separated by commas";
        problems.add(parameter, name, allowed, labels);
      } else {
        outcomes.add(RETRIABLE.get(at));
      }
    }
    return outcomes;
  }

  /**
   * Exit codes, in order, each once; an entry may hold several, separated by commas.
   *
   * @param texts null or empty for 0 alone
   */
  public List<Integer> codes(String parameter, @Nullable List<@Nullable String> texts) {
    if (texts == null || texts.isEmpty()) {
      return List.of(0);
    }
    Set<Integer> codes = new LinkedHashSet<>();
    for (String text : texts) {
      List<String> given = text == null ? List.of() : Sources.split(text);
      for (String code : given.isEmpty() ? List.of("") : given) {
        Integer number = whole(code);
        if (number == null) {
          problems.add(parameter, code, "exit codes as 0 or 3");
        } else {
          codes.add(number);
        }
      }
    }
    return List.copyOf(codes);
  }

  /**
   * A function: {@code com.acme.Numbers::cube}, or the name of a class that is a functional
   * interface. Whether it exists is not looked up.
   */
  public Call function(String parameter, String text) {
    return CallSyntax.function(problems, parameter, text);
  }

  /** A main class by its name. Whether it exists is not looked up. */
  public Call mainClass(String parameter, String text, List<Integer> successCodes) {
    return CallSyntax.mainClass(problems, parameter, text, successCodes);
  }

  /** Whether it is a whole number that an int does not hold, and not a negative one. */
  private static boolean tooLarge(@Nullable String text) {
    return text != null && text.strip().matches("\\d{10,}") && whole(text.strip()) == null;
  }

  /** Null for what is no number, or one that an int does not hold. */
  private static @Nullable Integer whole(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
