package dev.parallelexec.report;

/** Shares, as SVG and as people read them. */
final class Percent {
  private Percent() {}

  /** {@code 12.345%}, from 0 to 100, for an attribute. */
  static String of(double share) {
    long thousandths = Math.round(bounded(share) * 100_000);
    String rest = Long.toString(1_000 + thousandths % 1_000).substring(1);
    String whole = Long.toString(thousandths / 1_000);
    return rest.equals("000") ? whole + "%" : whole + "." + rest + "%";
  }

  static String of(long part, long whole) {
    return of(share(part, whole));
  }

  /** {@code 12 %}, from 0 to 100, for people. */
  static String rounded(long part, long whole) {
    return Math.round(bounded(share(part, whole)) * 100) + " %";
  }

  static double share(long part, long whole) {
    return whole <= 0 ? 0 : (double) part / whole;
  }

  private static double bounded(double share) {
    return Math.max(0, Math.min(1, share));
  }
}
