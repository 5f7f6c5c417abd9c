package dev.parallelexec.plan;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One element of the POM from which items come. Pulled lazily, and as often as one likes. */
interface ItemSource {
  /** The element's name. */
  String parameter();

  /** How many items there are, -1 where only the end will tell. */
  long size();

  /** Starts a walk over the items. */
  Cursor open() throws PlanException;

  /** Whether walking to the end costs little. */
  default boolean listable() {
    return true;
  }

  /** What it is, as a phrase for the message that there are no items. */
  default String origin() {
    return parameter();
  }

  /** The items, where all of them are in memory already; else nothing. */
  default Stream<Item> inMemory() {
    return Stream.empty();
  }

  /** A walk, by one thread. */
  interface Cursor extends AutoCloseable {
    /** The next item, or null after the last. */
    @Nullable Item next() throws PlanException, InterruptedException;

    @Override
    default void close() {}
  }
}
