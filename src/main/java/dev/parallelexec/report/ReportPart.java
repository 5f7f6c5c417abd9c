package dev.parallelexec.report;

import dev.parallelexec.pool.PoolListener;
import java.io.IOException;

/**
 * One way to tell of a list. Never called by two threads at once; what it throws is said once and
 * neither breaks the run nor the other parts.
 */
interface ReportPart extends PoolListener {
  /** Before the first task. */
  default void start() {}

  /**
   * Time has passed: some ten times a second between start and end, for what is told without an
   * event. Must be quick, as all others.
   */
  default void tick() {}

  /** From now on somebody waits for the list. Told once or more. */
  default void awaited() {}

  /** An attempt runs longer than expected; told again whenever that time has doubled. */
  default void slow(Progress.Running attempt) {}

  /**
   * After the last task, once.
   *
   * @throws IOException with a sentence for the user, where something that was promised could not
   *     be written
   */
  default void end(ListEnd end) throws IOException {}

  /** At last, also where the list had no end. */
  default void close() {}
}
