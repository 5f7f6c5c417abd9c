package dev.parallelexec.report;

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
      return hundredths / 100 + "." + two(hundredths % 100) + "s";
    }
    long seconds = nanos / SECOND + (nanos % SECOND >= SECOND / 2 ? 1 : 0);
    if (seconds < 3_600) {
      return seconds / 60 + "m " + two(seconds % 60) + "s";
    }
    return seconds / 3_600 + "h " + two(seconds / 60 % 60) + "m";
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
    String minutes = two(seconds / 60 % 60) + ":" + two(seconds % 60);
    return seconds < 3_600 ? minutes : seconds / 3_600 + ":" + minutes;
  }

  /** Two digits; a format would take longer than all else that an empty list prints. */
  private static String two(long number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }
}
