package dev.parallelexec.process;

import dev.parallelexec.pool.Placement;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is done around the process of one worker, on this machine or, for one elsewhere, there. */
interface Starter {
  /**
   * Starts it and tells the worker over its stdin where to knock.
   *
   * @throws InterruptedException where it is not wanted any more; nothing is left of it
   */
  Process start(String stdinLine) throws IOException, InterruptedException;

  /** The name of the machine that it was started on; empty where that is this one. */
  default String node() {
    return "";
  }

  /**
   * Why its end was that of its machine, or of the link to it, as a phrase; else empty, as for one
   * that was asked to end.
   *
   * @param trouble what went wrong on this side, which is part of it; null for nothing
   * @param lingered whether its process went on when its channel was closed
   */
  default String loss(@Nullable String trouble, boolean lingered) {
    return "";
  }

  /** How files go to its machine and come back; null where they are there. */
  default Placement.@Nullable Freight freight() {
    return null;
  }

  /**
   * Whether it has to be started once more, in another way: what it was started from is damaged, or
   * may have ended it. May wait until that is known.
   *
   * @param saidHello whether it got so far; else it has ended, or hangs
   */
  boolean startsAgain(boolean saidHello);

  /** It said hello: what only its start needed goes. */
  void started();

  /** It is asked to end, in good order. */
  void quitting(long pid);

  /**
   * It is dead: what it left running is ended.
   *
   * @param inOrder whether it was asked to end, and did so
   */
  void endOrphans(boolean inOrder);

  /** What its JVM wrote about its crash; null where it wrote nothing. */
  @Nullable ErrorFile errorFile(long pid);
}
