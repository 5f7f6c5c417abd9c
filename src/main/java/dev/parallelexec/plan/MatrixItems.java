package dev.parallelexec.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The cross product of lists, the first list slowest. An item's text is its columns with a space
 * between them. Without lists, or with an empty one, there are no items.
 */
record MatrixItems(List<List<String>> lists) implements ItemSource {
  static MatrixItems of(List<List<@Nullable String>> lists) {
    return new MatrixItems(
        lists.stream()
            .map(list -> list.stream().map(item -> Objects.requireNonNullElse(item, "")).toList())
            .toList());
  }

  @Override
  public String parameter() {
    return "matrix";
  }

  /** {@link Long#MAX_VALUE} for more than that. */
  @Override
  public long size() {
    if (lists.isEmpty()) {
      return 0;
    }
    BigInteger size =
        lists.stream()
            .map(list -> BigInteger.valueOf(list.size()))
            .reduce(BigInteger.ONE, BigInteger::multiply);
    return size.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  @Override
  public Cursor open() {
    long size = size();
    return new Cursor() {
      private long pulled;

      @Override
      public @Nullable Item next() {
        return pulled == size ? null : item(pulled++);
      }
    };
  }

  /** The position is a number whose digits, each in the base of its list's size, are the picks. */
  private Item item(long position) {
    List<String> columns = new ArrayList<>(lists.size());
    long rest = position;
    for (int i = lists.size() - 1; i >= 0; i--) {
      List<String> list = lists.get(i);
      columns.add(list.get((int) (rest % list.size())));
      rest /= list.size();
    }
    Collections.reverse(columns);
    return new Item(String.join(" ", columns), List.copyOf(columns), null);
  }
}
