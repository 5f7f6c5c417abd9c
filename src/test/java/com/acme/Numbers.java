package com.acme;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Functions as users write them. */
public class Numbers {
  private int calls;

  public static int cube(int x) {
    return x * x * x;
  }

  public int count() {
    return ++calls;
  }

  public static int twice(int x) {
    return 2 * x;
  }

  public static String twice(String x) {
    return x + x;
  }

  public static int add(int a, int b) {
    return a + b;
  }

  public static int add(int a, int... more) {
    return a + IntStream.of(more).sum();
  }

  public static int letter(char c) {
    return c;
  }

  public static byte small(byte b) {
    return b;
  }

  public static TimeUnit unit(TimeUnit unit) {
    return unit;
  }

  public static LocalDate tomorrow(LocalDate today) {
    return today.plusDays(1);
  }

  public static Path path(Path path) {
    return path;
  }

  public static int optional(Optional<Integer> number) {
    return number.orElse(-1);
  }

  public static int product(int[] some, int factor) {
    return IntStream.of(some).sum() * factor;
  }

  public static int largest(int[] some) {
    return Arrays.stream(some).max().orElse(-1);
  }

  public static boolean not(boolean truth) {
    return !truth;
  }

  public static String odd(Odd odd) {
    return "odd " + odd.number;
  }

  public static void nothing() {}

  public static String fail(String why) {
    throw new IllegalStateException(why, new RuntimeException("below"));
  }

  public static int sum(List<Integer> all) {
    return all.stream().mapToInt(Integer::intValue).sum();
  }

  public static Stream<Integer> upTo(int end) {
    return IntStream.range(0, end).boxed();
  }

  public static Map<String, String> about() {
    return Map.of(
        "id", System.getProperty("parallel-exec.task.id"),
        "index", System.getProperty("parallel-exec.task.index"),
        "attempt", System.getProperties().getProperty("parallel-exec.task.attempt"),
        "slot", System.getProperty("parallel-exec.worker.slot"),
        "count", System.getProperty("parallel-exec.worker.count"),
        "run", System.getProperty("parallel-exec.run.id"),
        "dir", System.getProperty("parallel-exec.task.tmpdir"),
        "own", System.getProperty("own", "none"));
  }

  private static int secret(int x) {
    return x;
  }

  static int hidden(int x) {
    return secret(x);
  }

  public static List<String> names() {
    return new ArrayList<>(List.of("a", "b", "c"));
  }

  /** With a factory that refuses. */
  public record Odd(int number) implements Serializable {
    public static Odd of(String text) {
      int number = Integer.parseInt(text);
      if (number % 2 == 0) {
        throw new IllegalArgumentException(number + " is even");
      }
      return new Odd(number);
    }
  }

  /** One instance a list. */
  public static final class Closing implements AutoCloseable {
    public String use() {
      return "used";
    }

    @Override
    public void close() {
      throw new IllegalStateException("cannot close");
    }
  }

  /** No method needs to be named. */
  public static final class Half implements java.util.function.Function<Integer, Double> {
    @Override
    public Double apply(Integer x) {
      return x / 2.0;
    }
  }

  /** Without a public constructor that has no parameters. */
  public static final class Needy {
    private final int x;

    public Needy(int x) {
      this.x = x;
    }

    public int get() {
      return x;
    }
  }
}
