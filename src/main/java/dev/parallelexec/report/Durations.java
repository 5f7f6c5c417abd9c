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

  /**
   * Whole seconds, as what still goes on is told: {@code 28s}, {@code 1m 04s}, {@code 1h 02m}.
   *
   * @param nanos negative counts as zero; what is begun of a second is left out
   */
  static String whole(long nanos) {
    long seconds = Math.max(0, nanos) / SECOND;
    return seconds < 60 ? seconds + "s" : text(seconds * SECOND);
  }

  /** As short as it is exact: {@code 5s}, {@code 0.50s}, {@code 1m 30s}. */
  static String brief(long nanos) {
    return nanos % SECOND == 0 ? whole(nanos) : text(nanos);
  }

  /** As on a clock: {@code 00:31}, {@code 1:02:03}. */
  static String clock(long nanos) {
    long seconds = Math.max(0, nanos) / SECOND;
    String minutes = String.format(Locale.ROOT, "%02d:%02d", seconds / 60 % 60, seconds % 60);
    return seconds < 3_600 ? minutes : seconds / 3_600 + ":" + minutes;
  }
}
