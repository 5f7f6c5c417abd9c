package dev.parallelexec.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers with a unit. */
final class Quantities {
  private static final Pattern TIMES_CPUS = Pattern.compile("\\d{1,999}(\\.\\d{1,9})?C");
  private static final Pattern DURATION_PART =
      Pattern.compile("(\\d{1,999}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|d)\\s*");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,999}(\\.\\d{1,9})?");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*%");
  private static final Pattern BYTES = Pattern.compile("(\\d{1,999})([kmgt])");
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Quantities() {}

  static int workers(Problems problems, String parameter, String text, int cpus) {
    String given = text.strip();
    BigDecimal workers = BigDecimal.ZERO;
    if (given.matches("\\d{1,999}")) {
      workers = new BigDecimal(given);
    } else if (TIMES_CPUS.matcher(given).matches()) {
      BigDecimal times = new BigDecimal(given.substring(0, given.length() - 1));
      workers =
          times.signum() == 0
              ? times
              : times
                  .multiply(BigDecimal.valueOf(cpus))
                  .setScale(0, RoundingMode.FLOOR)
                  .max(BigDecimal.ONE);
    }
    if (workers.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
      problems.addTooLarge(parameter, given, String.valueOf(Integer.MAX_VALUE));
      return 1;
    }
    if (workers.signum() > 0) {
      return workers.intValueExact();
    }
    String allowed = "a whole number from 1, or a multiple of the CPUs as 1C or 0.5C";
    boolean multiple = given.matches("\\d*\\.\\d+|[\\d.]+c");
    problems.addMeant(
        parameter, given, allowed, multiple ? given.replaceAll("c$", "") + "C" : null);
    return 1;
  }

  static Duration duration(Problems problems, String parameter, String text) {
    String given = text.strip();
    boolean tooLarge = false;
    try {
      Duration duration = parse(given);
      tooLarge = duration != null && duration.compareTo(LONGEST) > 0;
      if (duration != null && !duration.isNegative() && !tooLarge) {
        return duration;
      }
    } catch (ArithmeticException e) {
      tooLarge = true;
    } catch (DateTimeException e) {
      // What has the right form has a cause: a number that does not fit.
      tooLarge = e.getCause() != null && !given.contains("-");
    }
    if (tooLarge) {
      problems.addTooLarge(parameter, given, LONGEST.toDays() + "d");
    } else {
      String allowed = "a duration as 500ms, 30s, 5m, 2h, 1m30s or PT30S, or seconds";
      problems.add(parameter, given, allowed);
    }
    return Duration.ZERO;
  }

  private static @Nullable Duration parse(String given) {
    if (SECONDS.matcher(given).matches()) {
      return of(new BigDecimal(given), 1_000_000_000L);
    }
    String lower = given.toLowerCase(Locale.ROOT);
    if (lower.startsWith("p")) {
      return Duration.parse(lower);
    }
    Duration sum = Duration.ZERO;
    Matcher parts = DURATION_PART.matcher(lower);
    int end = 0;
    while (parts.find() && parts.start() == end) {
      sum = sum.plus(of(new BigDecimal(parts.group(1)), nanos(parts.group(2))));
      end = parts.end();
    }
    return end > 0 && end == lower.length() ? sum : null;
  }

  private static Duration of(BigDecimal amount, long nanos) {
    return Duration.ofNanos(
        amount
            .multiply(BigDecimal.valueOf(nanos))
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact());
  }

  private static long nanos(String unit) {
    return switch (unit) {
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 86_400_000_000_000L;
    };
  }

  static long memory(Problems problems, String parameter, String text, long machineBytes) {
    String given = text.strip();
    BigDecimal bytes = bytes(given.toLowerCase(Locale.ROOT), machineBytes);
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      problems.addTooLarge(parameter, given, (Long.MAX_VALUE >> 40) + "t");
      return machineBytes;
    }
    if (bytes.signum() > 0) {
      return Math.max(1, bytes.longValue());
    }
    String lower = given.toLowerCase(Locale.ROOT);
    String meant = null;
    if (lower.matches("[1-9]\\d*")) {
      meant = lower + "m";
    } else if (lower.matches("\\d+\\s*[kmgt](i?b)?")) {
      meant = lower.replaceAll("\\s|i?b$", "");
    }
    problems.addMeant(
        parameter,
        given,
        "a part of the machine's memory up to 100% as 60%, or a size as 512k, 600m or 2g",
        meant);
    return machineBytes;
  }

  /** Zero for what is wrong. */
  private static BigDecimal bytes(String given, long machineBytes) {
    Matcher percent = PERCENT.matcher(given);
    if (percent.matches()) {
      BigDecimal part = new BigDecimal(percent.group(1)).movePointLeft(2);
      return part.compareTo(BigDecimal.ONE) > 0
          ? BigDecimal.ZERO
          : part.multiply(BigDecimal.valueOf(machineBytes));
    }
    Matcher size = BYTES.matcher(given);
    if (size.matches()) {
      int shift = 10 * (1 + "kmgt".indexOf(size.group(2)));
      return new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1L << shift));
    }
    return BigDecimal.ZERO;
  }
}
