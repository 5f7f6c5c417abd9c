package dev.parallelexec.process;

/** What a list's workers are started from, looked at and made ready; see {@link LocalWorkers}. */
public final class WorkerBase {
  final StockWorker.Key key;

  WorkerBase(StockWorker.Key key) {
    this.key = key;
  }
}
