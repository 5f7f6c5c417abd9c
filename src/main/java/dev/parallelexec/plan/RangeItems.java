package dev.parallelexec.plan;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers from one end to the other, both included where the step meets them.
 *
 * @param step its size, from 1, whatever the direction
 * @param size how many there are, from 1
 */
record RangeItems(long first, long last, long step, long size) implements ItemSource {
  private static final Pattern SYNTAX =
      Pattern.compile("([+-]?\\d+)\\s*\\.\\.\\s*([+-]?\\d+)(?:\\s*\\.\\.\\s*([+-]?\\d+))?");
  private static final Pattern NEAR =
      Pattern.compile("(-?\\d+)\\s*(?:-|:|to|,|\\.{3,}|…)\\s*(-?\\d+)");

  /** Null where the text is wrong, which is then a problem. */
  static @Nullable RangeItems parse(String text, Problems problems) {
    String given = text.strip();
    Matcher matcher = SYNTAX.matcher(given);
    if (matcher.matches()) {
      BigInteger first = new BigInteger(matcher.group(1));
      BigInteger last = new BigInteger(matcher.group(2));
      BigInteger step =
          matcher.group(3) == null ? BigInteger.ONE : new BigInteger(matcher.group(3));
      if (fits(first) && fits(last) && fits(step) && step.signum() > 0) {
        BigInteger size = last.subtract(first).abs().divide(step).add(BigInteger.ONE);
        if (fits(size)) {
          return new RangeItems(
              first.longValue(), last.longValue(), step.longValue(), size.longValue());
        }
      }
    }
    Matcher near = NEAR.matcher(given);
    problems.addMeant(
        "range",
        given,
        "two whole numbers of at most 64 bits as 0..4 or 4..0, and the step's size from 1 where it"
            + " is not 1 as 0..100..10",
        near.matches() ? near.group(1) + ".." + near.group(2) : null);
    return null;
  }

  private static boolean fits(BigInteger number) {
    return number.bitLength() < Long.SIZE;
  }

  @Override
  public String parameter() {
    return "range";
  }

  @Override
  public Cursor open() {
    return new Cursor() {
      private long pulled;

      @Override
      public @Nullable Item next() {
        if (pulled == size) {
          return null;
        }
        // The distance may need 64 bits without a sign; the sum wraps to the right number.
        long distance = pulled++ * step;
        return Item.of(Long.toString(first <= last ? first + distance : first - distance));
      }
    };
  }
}
