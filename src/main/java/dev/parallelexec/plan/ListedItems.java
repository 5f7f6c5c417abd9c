package dev.parallelexec.plan;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Items that the POM writes out. */
record ListedItems(List<String> items) implements ItemSource {
  static ListedItems of(List<@Nullable String> items) {
    return new ListedItems(
        items.stream().map(item -> Objects.requireNonNullElse(item, "")).toList());
  }

  @Override
  public String parameter() {
    return "items";
  }

  @Override
  public long size() {
    return items.size();
  }

  @Override
  public Stream<Item> inMemory() {
    return items.stream().map(Item::of);
  }

  @Override
  public Cursor open() {
    Iterator<String> rest = items.iterator();
    return () -> rest.hasNext() ? Item.of(rest.next()) : null;
  }
}
