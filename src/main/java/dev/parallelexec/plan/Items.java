package dev.parallelexec.plan;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The items of all sources, one source after the other: items, files, linesFile, range,
 * itemsFunction, matrix. Each source is opened when the one before has ended.
 *
 * @param columns how items are split; a matrix has columns of its own, which are not split again
 */
record Items(List<ItemSource> sources, Columns columns) {
  /** Opens nothing that is costly; what is wrong is left out and becomes a problem. */
  static Items of(Sources said, Columns columns, Problems problems) {
    List<@Nullable ItemSource> sources = new ArrayList<>();
    sources.add(said.items() == null ? null : ListedItems.of(said.items()));
    sources.add(said.files() == null ? null : FileItems.scan(said.files(), problems));
    sources.add(
        said.linesFile() == null ? null : LineItems.of(said.linesFile(), columns, problems));
    sources.add(said.range() == null ? null : RangeItems.parse(said.range(), problems));
    sources.add(said.itemsFunction() == null ? null : new FeedItems(said.itemsFunction()));
    sources.add(said.matrix() == null ? null : MatrixItems.of(said.matrix()));
    Items items = new Items(written(sources), columns);
    items.check(problems);
    if (items.total() > Integer.MAX_VALUE) {
      problems.add(items.parameters() + ": more than " + Integer.MAX_VALUE + " tasks are too many");
    }
    return items;
  }

  private static List<ItemSource> written(List<@Nullable ItemSource> sources) {
    List<ItemSource> written = new ArrayList<>();
    for (ItemSource source : sources) {
      if (source != null) {
        written.add(source);
      }
    }
    return written;
  }

  /** Looks for the first item of each source in memory that lacks a column. */
  private void check(Problems problems) {
    if (!columns.asked()) {
      return;
    }
    for (ItemSource source : sources) {
      Stream<Item> inMemory = source.inMemory();
      inMemory
          .map(columns::complaint)
          .filter(Objects::nonNull)
          .findFirst()
          .ifPresent(complaint -> problems.add(source.parameter() + ": " + complaint));
    }
  }

  /** How many items there are; -1 where only the end will tell; more than an int holds at most. */
  private long total() {
    long total = 0;
    for (ItemSource source : sources) {
      if (source.size() < 0) {
        return -1;
      }
      total = Math.min(total + Math.min(source.size(), 1L << 32), 1L << 32);
    }
    return total;
  }

  int size() {
    return (int) total();
  }

  boolean listable() {
    return sources.stream().allMatch(ItemSource::listable);
  }

  String origin() {
    StringJoiner origin = new StringJoiner("; ");
    for (ItemSource source : sources) {
      origin.add(source.origin());
    }
    return origin.toString();
  }

  private String parameters() {
    return sources.stream().map(ItemSource::parameter).collect(Collectors.joining(", "));
  }

  Walk open() {
    return new Walk(sources.iterator(), columns);
  }

  /** A walk over all items, by one thread. */
  static final class Walk implements ItemSource.Cursor {
    private final Iterator<ItemSource> rest;
    private final Columns columns;
    private ItemSource.@Nullable Cursor current;

    private Walk(Iterator<ItemSource> rest, Columns columns) {
      this.rest = rest;
      this.columns = columns;
    }

    @Override
    public @Nullable Item next() throws PlanException, InterruptedException {
      while (true) {
        if (current != null) {
          Item item = current.next();
          if (item != null) {
            return columns.split(item);
          }
          close();
        }
        if (!rest.hasNext()) {
          return null;
        }
        current = rest.next().open();
      }
    }

    /** Closes the source under way; sources behind it were never opened. */
    @Override
    public void close() {
      if (current != null) {
        current.close();
        current = null;
      }
    }
  }
}
