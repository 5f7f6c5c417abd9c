package dev.parallelexec.report;

import java.util.List;

/** Keeps the footer as it should be while somebody waits for the list. */
final class LiveFooter implements ReportPart {
  /** What is over at once does not flicker. */
  private static final long DELAY_NANOS = 300_000_000L;

  private final Footer footer;
  private final Progress progress;
  private final Console console;
  private boolean awaited;
  private boolean ended;
  private long since;

  LiveFooter(Footer footer, Progress progress, Console console) {
    this.footer = footer;
    this.progress = progress;
    this.console = console;
  }

  /** Whether there is one, or will be in a moment: the console need not tell of every pass. */
  boolean on() {
    return awaited && !ended && console.terminal() != null;
  }

  @Override
  public void awaited() {
    if (!awaited) {
      awaited = true;
      since = progress.nanos();
    }
  }

  @Override
  public void tick() {
    Console.Size size = console.terminal();
    if (awaited && !ended && size != null && progress.nanos() - since >= DELAY_NANOS) {
      console.footer(footer.lines(size));
    }
  }

  @Override
  public void end(ListEnd end) {
    close();
  }

  @Override
  public void close() {
    if (awaited && !ended) {
      ended = true;
      console.footer(List.of());
    }
  }
}
