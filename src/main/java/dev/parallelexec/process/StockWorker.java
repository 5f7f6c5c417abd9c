package dev.parallelexec.process;

/**
 * A worker with what it keeps over the lists that it serves. The counters are guarded by whoever
 * has it: one engine at a time, or the stock.
 */
final class StockWorker {
  final Permits.Permit permit;
  final Key key;

  /** Tasks that it was given in its life. */
  int tasks;

  /** Numbers that its channel has used up. */
  long seqs;

  private final Worker worker;

  /**
   * Which tasks it is good for.
   *
   * @param spec how it was started
   * @param fingerprint of its class path at that time
   */
  record Key(WorkerSpec spec, String fingerprint) {}

  StockWorker(Worker worker, Permits.Permit permit, Key key) {
    this.worker = worker;
    this.permit = permit;
    this.key = key;
  }

  Worker worker() {
    return worker;
  }
}
