package dev.parallelexec.plan;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One machine's share of a list. All shares together hold each task once, whatever their kind.
 *
 * @param part from 1
 * @param parts how many there are
 * @param timings an earlier {@code results.json}; null unless the kind is timed
 */
record Partition(Kind kind, int part, int parts, @Nullable Path timings) {
  /** How tasks are shared out. */
  enum Kind {
    /** In turn, by place in the list: the shares are of equal size. */
    SLICE,
    /** By the id alone: a task stays in its share when others come and go. */
    HASH,
    /** Longest first to the share that has least to do, by durations of an earlier run. */
    TIMED;

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Pattern SYNTAX =
      Pattern.compile("(slice|hash|timed):(\\d{1,6})/(\\d{1,6})(?::(.+))?", Pattern.DOTALL);

  /** Null where the text is wrong, which is then a problem. */
  static @Nullable Partition parse(Problems problems, String parameter, String text, Path base) {
    Matcher said = SYNTAX.matcher(text.strip());
    Kind kind = said.matches() ? Kind.valueOf(said.group(1).toUpperCase(Locale.ROOT)) : null;
    int part = kind == null ? 0 : Integer.parseInt(said.group(2));
    int parts = kind == null ? 0 : Integer.parseInt(said.group(3));
    String file = kind == null ? null : said.group(4);
    if (kind == null || part < 1 || part > parts || (kind == Kind.TIMED) != (file != null)) {
      problems.add(
          parameter,
          text,
          "slice:1/3, hash:1/3 or timed:1/3:FILE, with a share from 1 to the number of shares, and"
              + " an earlier results.json as FILE");
      return null;
    }
    if (file == null) {
      return new Partition(kind, part, parts, null);
    }
    Path timings = base.resolve(file).normalize();
    if (!Files.isRegularFile(timings)) {
      problems.add(parameter, text, "a FILE that exists; there is no " + timings);
      return null;
    }
    return new Partition(kind, part, parts, timings);
  }

  /**
   * Whether a task is of this share, for the kinds that need not know the other tasks.
   *
   * @param place among the tasks that passed the filter, from 0
   */
  boolean has(long place, String id) {
    return kind == Kind.SLICE ? place % parts == part - 1 : hash(id) % parts == part - 1;
  }

  /** The same on every machine and in every version. */
  private static long hash(String id) {
    CRC32 sum = new CRC32();
    sum.update(id.getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }

  /** As users write it. */
  @Override
  public String toString() {
    return kind.label() + ":" + part + "/" + parts + (timings == null ? "" : ":" + timings);
  }
}
