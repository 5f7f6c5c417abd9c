package dev.parallelexec.report;

import java.util.Locale;

/** Durations as people read them. */
public final class Durations {
  private static final long SECOND = 1_000_000_000L;

  private Durations() {}

  /**
   * {@code 0.42s}, {@code 12.30s}, {@code 1m 05s}, {@code 1h 02m}: hundredths below a minute, whole
   * seconds below an hour, whole minutes above; never rounded up to sixty of the smaller unit.
   *
   * @param nanos negative counts as zero
   */
  public static String text(long nanos) {
    long hundredths = Math.max(0, nanos + 5_000_000) / 10_000_000;
    if (hundredths < 6_000) {
      return String.format(Locale.ROOT, "%d.%02ds", hundredths / 100, hundredths % 100);
    }
    long seconds = nanos / SECOND + (nanos % SECOND >= SECOND / 2 ? 1 : 0);
    if (seconds < 3_600) {
      return String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60);
    }
    return String.format(Locale.ROOT, "%dh %02dm", seconds / 3_600, seconds / 60 % 60);
  }
}
