package dev.parallelexec.report;

import java.util.ArrayList;
import java.util.List;

/** Where the marks of a time axis stand, and what they say. */
final class TimeAxis {
  private static final long SECOND = 1_000_000_000L;
  private static final int MOST = 8;

  /** Of a second and below they are decimal, above as people divide time. */
  private static final int[] SECONDS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400
  };

  private TimeAxis() {}

  /** The marks from 0 to the end, at most nine; at least one. */
  static List<Long> marks(long totalNanos) {
    long step = step(totalNanos);
    List<Long> marks = new ArrayList<>();
    for (long at = 0; at <= totalNanos; at += step) {
      marks.add(at);
    }
    return marks;
  }

  private static long step(long total) {
    for (long unit = 1_000; unit < SECOND; unit *= 10) {
      for (int times : new int[] {1, 2, 5}) {
        if (total / (unit * times) <= MOST) {
          return unit * times;
        }
      }
    }
    for (int seconds : SECONDS) {
      if (total / (seconds * SECOND) <= MOST) {
        return seconds * SECOND;
      }
    }
    return (total / MOST / (86_400 * SECOND) + 1) * 86_400 * SECOND;
  }

  /** {@code 0}, {@code 200 ms}, {@code 1.5 s}, {@code 2:30}, {@code 1:00:00}. */
  static String text(long nanos) {
    if (nanos == 0) {
      return "0";
    }
    if (nanos < 60 * SECOND) {
      return decimal(nanos);
    }
    long seconds = nanos / SECOND;
    String rest = two(seconds % 60);
    long minutes = seconds / 60;
    return minutes < 60
        ? minutes + ":" + rest
        : minutes / 60 + ":" + two(minutes % 60) + ":" + rest;
  }

  /** A duration with three digits at most below a second; as {@link Durations#text} above. */
  static String exact(long nanos) {
    if (nanos < 1_000) {
      return "0";
    }
    String text = nanos < SECOND ? decimal(nanos) : Durations.text(nanos);
    return text.endsWith("s") && nanos >= SECOND && nanos < 60 * SECOND
        ? text.substring(0, text.length() - 1) + " s"
        : text;
  }

  /** With the unit that makes the number short. */
  private static String decimal(long nanos) {
    String[] units = {"ns", "µs", "ms", "s"};
    long unit = 1;
    int which = 0;
    while (which < 3 && nanos >= unit * 1_000) {
      unit *= 1_000;
      which++;
    }
    long tenths = nanos * 10 / unit;
    String fraction = tenths % 10 == 0 ? "" : "." + tenths % 10;
    return tenths / 10 + fraction + " " + units[which];
  }

  private static String two(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
