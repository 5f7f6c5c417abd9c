package dev.parallelexec.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Tells, once a second while a list runs, how much memory its workers take. Linux only. */
final class ResidentMemory {
  private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

  private final Roster roster;

  ResidentMemory(Roster roster) {
    this.roster = roster;
  }

  /** Looks from now on until the list closes. */
  void watch() {
    roster.home.later(PERIOD, this::look);
  }

  private void look() {
    roster.locked(
        effects -> {
          if (roster.closing) {
            return;
          }
          for (Seat seat : roster.seats) {
            if (seat.state != Seat.State.STARTING && seat.state != Seat.State.GONE) {
              effects.add(() -> tell(seat));
            }
          }
          effects.add(this::watch);
        });
  }

  private void tell(Seat seat) {
    of(seat.worker().pid()).ifPresent(bytes -> roster.listener.workerMemory(seat.card(), bytes));
  }

  /** The resident bytes of a process; empty where it is gone, or the system does not tell. */
  static OptionalLong of(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) << 10);
        }
      }
    } catch (IOException | RuntimeException e) {
      // Gone, or another system: nobody counts on it.
    }
    return OptionalLong.empty();
  }
}
