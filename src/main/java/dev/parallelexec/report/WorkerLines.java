package dev.parallelexec.report;

/** Tells of workers on the console: who was replaced, and what they print outside any task. */
final class WorkerLines implements ReportPart {
  private static final int MOST_NOTES = 20;
  private static final int MOST_OUTPUT = 200;

  private final ListHead head;
  private final OutputKind output;
  private final Console console;
  private final Crew crew;
  private final LiveLines live = new LiveLines();
  private int lines;

  WorkerLines(ListHead head, ReportOptions options, Console console, Crew crew) {
    this.head = head;
    this.output = options.output();
    this.console = console;
    this.crew = crew;
  }

  @Override
  public void workerStarted(Worker worker) {
    if (crew.replaces(worker) && crew.restarts() <= MOST_NOTES && console.infoEnabled()) {
      String indent = " ".repeat(Level.INFO.width);
      String text = "worker " + worker.slot() + " replaced (restart " + crew.restarts() + ")";
      console.info(head.prefix() + indent + text);
    }
  }

  @Override
  public void workerOutput(Worker worker, Stream stream, byte[] bytes, int length) {
    live.add(worker, stream, bytes, length).forEach(line -> show(worker, line));
  }

  @Override
  public void workerEnded(Worker worker, String reason) {
    live.rest(worker).forEach(line -> show(worker, line));
    console.debug(head.prefix() + Words.worker(worker) + " ended: " + reason);
  }

  private void show(Worker worker, String line) {
    String text = head.prefix() + "worker " + worker.slot() + " | " + line;
    lines++;
    if (output == OutputKind.NONE || lines > MOST_OUTPUT) {
      console.debug(text);
    } else if (console.infoEnabled()) {
      console.info(text);
    }
  }
}
