package dev.parallelexec.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Draws what stands at the bottom of a terminal while a list runs: a line about the list, and one
 * about each worker.
 *
 * <pre>{@code
 * codegen [=========>          ]  47%  57/120  1 failed  4 running  00:31  ETA 00:34
 *   1  orders.yaml          3s
 *   2  big.yaml         1m 04s  SLOW
 *   3  idle
 * }</pre>
 */
final class Footer {
  private static final int MOST_NAME = 24;
  private static final int LEAST_ID = 14;
  private static final int[] BARS = {20, 10, 0};
  private static final int TIME = 7;
  private static final String SLOW = "  SLOW";

  private final ListHead head;
  private final Progress progress;
  private final Estimate estimate;
  private final Crew crew;
  private final long slowNanos;
  private final Ink ink;

  /** What a worker does; an id without an attempt is a state. */
  private record Row(int slot, String id, long nanos, boolean runs) {}

  Footer(ListHead head, View view, Progress progress, Estimate estimate, Crew crew, Ink ink) {
    this.head = head;
    this.progress = progress;
    this.estimate = estimate;
    this.crew = crew;
    this.slowNanos = view.slowNanos();
    this.ink = ink;
  }

  /**
   * At this moment.
   *
   * @return lines that are no wider than the terminal, and leave half of it free
   */
  List<String> lines(Console.Size size) {
    List<Row> rows = rows();
    int most = Math.max(1, size.rows() / 2 - 1);
    int hidden = rows.size() <= most ? 0 : rows.size() - (most - 1);
    List<Row> shown = hidden == 0 ? rows : longest(rows, most - 1);
    List<String> lines = new ArrayList<>();
    lines.add(headline(size.columns()));
    int digits = Integer.toString(shown.stream().mapToInt(Row::slot).max().orElse(1)).length();
    int free = size.columns() - 2 - digits - 2 - 2 - TIME - SLOW.length();
    int widest =
        shown.stream().filter(Row::runs).mapToInt(row -> Columns.of(row.id)).max().orElse(0);
    int width = Math.max(1, Math.min(free, Math.max(LEAST_ID, widest)));
    shown.forEach(row -> lines.add(line(row, digits, width)));
    if (hidden > 0) {
      lines.add(Columns.cut("  and " + hidden + " more workers", size.columns()));
    }
    return lines;
  }

  private List<Row> rows() {
    Map<Integer, List<Row>> bySlot = new TreeMap<>();
    for (Progress.Running attempt : progress.running()) {
      int slot = attempt.worker().slot();
      String id = Words.id(attempt.task().id());
      bySlot
          .computeIfAbsent(slot, key -> new ArrayList<>())
          .add(new Row(slot, id, progress.nanos(attempt), true));
    }
    crew.slots()
        .forEach(
            (slot, ready) ->
                bySlot.computeIfAbsent(
                    slot, key -> List.of(new Row(slot, ready ? "idle" : "starting", 0, false))));
    return bySlot.values().stream().flatMap(List::stream).toList();
  }

  /** What one wants to know of too many workers: which of them have been at it for long. */
  private static List<Row> longest(List<Row> rows, int most) {
    return rows.stream()
        .sorted(Comparator.comparingLong(Row::nanos).reversed())
        .limit(most)
        .sorted(Comparator.comparingInt(Row::slot))
        .toList();
  }

  private String line(Row row, int digits, int width) {
    String start = "  " + String.format(Locale.ROOT, "%" + digits + "d", row.slot) + "  ";
    if (!row.runs) {
      return start + row.id;
    }
    String id = Columns.pad(Columns.cut(row.id, width), width);
    String time = String.format(Locale.ROOT, "  %" + TIME + "s", Durations.whole(row.nanos));
    return start + id + time + (row.nanos >= slowNanos ? ink.doubtful(SLOW) : "");
  }

  /** As much as there is room for; what can be read from the rest goes first. */
  private String headline(int columns) {
    String name = Columns.cut(Words.id(head.execution()), MOST_NAME);
    int done = progress.done();
    boolean sized = head.size() > 0;
    int percent = sized ? (int) (100L * done / head.size()) : 0;
    String share = sized ? String.format(Locale.ROOT, "%3d%%", percent) : "";
    String count = sized ? done + "/" + head.size() : done + " done";
    String failed = progress.bad() == 0 ? "" : progress.bad() + " failed";
    String running = progress.runningCount() + " running";
    String clock = Durations.clock(progress.nanos());
    OptionalLong left = estimate.left();
    String eta = left.isEmpty() ? "" : "ETA " + Durations.clock(up(left.getAsLong()));
    for (int bar : sized ? BARS : new int[] {0}) {
      String start = name + (bar == 0 ? " " : " " + bar(bar, percent) + " ") + share;
      String line = joined(start, count, failed, running, clock, eta);
      if (Columns.of(line) <= columns) {
        return colored(line, failed);
      }
    }
    String start = sized ? name + " " + share : name;
    for (String line :
        List.of(
            joined(start, count, failed, clock, eta),
            joined(start, count, failed, eta),
            joined(Columns.cut(name, 8), count, failed, clock),
            joined(count, failed))) {
      if (Columns.of(line) <= columns) {
        return colored(line, failed);
      }
    }
    return Columns.cut(count, columns);
  }

  private String colored(String line, String failed) {
    return failed.isEmpty() ? line : line.replace("  " + failed, "  " + ink.bad(failed));
  }

  private static String joined(String... parts) {
    List<String> there = new ArrayList<>();
    for (String part : parts) {
      if (!part.isBlank()) {
        there.add(part.stripTrailing());
      }
    }
    return String.join("  ", there);
  }

  private static String bar(int width, int percent) {
    int full = Math.min(width - 1, width * percent / 100);
    String rest = percent == 100 ? "=" : ">";
    return "[" + "=".repeat(full) + rest + " ".repeat(width - full - 1) + "]";
  }

  /** A countdown that ends at 00:00 and is late looks broken. */
  private static long up(long nanos) {
    return nanos + 999_999_999L;
  }
}
