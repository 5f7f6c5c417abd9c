package dev.parallelexec.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which tasks of a list run, by their ids: globs, in which {@code *} stands for any characters,
 * slashes too, and {@code ?} for one; behind {@code !} a glob excludes. Without a glob that
 * includes, all are included.
 */
record TaskFilter(List<Pattern> includes, List<Pattern> excludes) implements Predicate<String> {
  /** All tasks. */
  static final TaskFilter ALL = new TaskFilter(List.of(), List.of());

  /** Globs separated by commas; one that is empty is a problem. */
  static TaskFilter parse(Problems problems, String parameter, String text) {
    List<Pattern> includes = new ArrayList<>();
    List<Pattern> excludes = new ArrayList<>();
    for (String glob : Sources.split(text)) {
      boolean excluded = glob.startsWith("!");
      String rest = excluded ? glob.substring(1).strip() : glob;
      if (rest.isEmpty()) {
        problems.add(parameter, text, "globs of task ids as orders-*, with ! to exclude");
      } else {
        (excluded ? excludes : includes).add(pattern(rest));
      }
    }
    return new TaskFilter(includes, excludes);
  }

  private static Pattern pattern(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Whether it leaves nothing out. */
  boolean isAll() {
    // Deliberately not by equality: a record's first one costs a JVM some twenty milliseconds.
    return includes.isEmpty() && excludes.isEmpty();
  }

  @Override
  public boolean test(String id) {
    boolean in = includes.isEmpty() || matches(includes, id);
    return in && !matches(excludes, id);
  }

  private static boolean matches(List<Pattern> patterns, String id) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(id).matches());
  }
}
