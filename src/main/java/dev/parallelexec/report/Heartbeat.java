package dev.parallelexec.report;

/**
 * Says that the list goes on when it has been silent: CI services end jobs that print nothing, and
 * people begin to wonder. Only while somebody waits for the list.
 */
final class Heartbeat implements ReportPart {
  private static final long FIRST_NANOS = 10_000_000_000L;
  private static final long MOST_NANOS = 60_000_000_000L;

  private final ListHead head;
  private final Progress progress;
  private final Estimate estimate;
  private final Voice voice;
  private final ProgressKind kind;
  private long patience = FIRST_NANOS;
  private boolean awaited;

  Heartbeat(ListHead head, View view, Progress progress, Estimate estimate, Voice voice) {
    this.head = head;
    this.progress = progress;
    this.estimate = estimate;
    this.voice = voice;
    this.kind = view.progress();
  }

  @Override
  public void awaited() {
    if (!awaited) {
      awaited = true;
      voice.heard();
    }
  }

  @Override
  public void tick() {
    boolean silent = voice.silentNanos() >= patience;
    if (awaited
        && silent
        && kind != ProgressKind.NONE
        && voice.infoEnabled()
        && voice.terminal() == null) {
      voice.info(head.prefix() + "  " + SummaryLines.beat(head, progress, estimate));
      patience = Math.min(2 * patience, MOST_NANOS);
    }
  }
}
