package dev.parallelexec.process;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The seats of a list that take attempts, those that hold the fewest first: with a thousand of them
 * nobody can look at each whenever a task ends. Guarded by its engine's lock.
 *
 * <p>A seat is put here again whenever it may take more than before. One that may take less is
 * left, until it would be the first: so {@link Seat#rank} is what it held when it was put here, and
 * never less than what it holds, except while {@link Dispatcher} deals to it.
 */
final class Free {
  private final TreeSet<Seat> seats = new TreeSet<>(Free::compared);

  private int numbers;
  private int aside;

  /** By hand: what {@code Comparator} offers for it costs a fresh JVM some milliseconds. */
  private static int compared(Seat one, Seat other) {
    int ranks = Integer.compare(one.rank, other.rank);
    return ranks != 0 ? ranks : Integer.compare(one.number, other.number);
  }

  /** Puts it where it belongs now, if it takes attempts. */
  void put(Seat seat) {
    remove(seat);
    if (seat.isFree()) {
      seat.number = seat.number == 0 ? ++numbers : seat.number;
      seat.rank = seat.sent.size();
      seats.add(seat);
    }
  }

  /** It is looked at no more, until it is put here again; but it counts. */
  void setAside(Seat seat) {
    remove(seat);
    seat.aside = true;
    aside++;
  }

  void remove(Seat seat) {
    seats.remove(seat);
    aside -= seat.aside ? 1 : 0;
    seat.aside = false;
  }

  /** The one that holds the fewest attempts; null where none takes any. */
  @Nullable Seat first() {
    while (!seats.isEmpty()) {
      Seat first = seats.first();
      if (first.isFree()) {
        return first;
      }
      remove(first);
    }
    return null;
  }

  /** One that holds none; null where there is none. */
  @Nullable Seat idle() {
    Seat first = first();
    return first != null && first.sent.isEmpty() ? first : null;
  }

  /** How many there are, or a few more. */
  int size() {
    return seats.size() + aside;
  }

  boolean contains(Seat seat) {
    return seats.contains(seat);
  }
}
