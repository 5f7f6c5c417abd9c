package dev.parallelexec.report;

import java.util.HashMap;
import java.util.Map;

/** On which machine the worker of a slot is, where that is not Maven's own. */
final class Nodes implements ReportPart {
  private final Map<Integer, String> names = new HashMap<>();

  @Override
  public void workerStarted(Worker worker) {
    if (!worker.node().isEmpty()) {
      names.put(worker.slot(), worker.node());
    }
  }

  /** Its name; empty for Maven's own machine. */
  String of(int slot) {
    // Mostly there are none, and this is asked for every task.
    return names.isEmpty() ? "" : names.getOrDefault(slot, "");
  }
}
