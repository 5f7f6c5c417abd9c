package dev.parallelexec.report;

import dev.parallelexec.pool.ForwardingListener;
import dev.parallelexec.pool.PoolListener;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files about a list beside the logs: some grow while it runs, the others are written at its
 * end from what {@link ResultsFile} keeps, several at once. Where one cannot be written that is
 * said, and the run goes on; only without {@code results.json} the end fails.
 */
final class ReportFiles extends ForwardingListener implements ReportPart {
  /** Of a list that is stopped with more tasks nothing is drawn: whoever stopped it waits. */
  private static final int MOST_IN_A_HURRY = 200_000;

  private final ListHead head;
  private final Path directory;
  private final ResultsFile results;
  private final Console console;
  private final Json json = new Json();
  private final WorkerHistory history;
  private final JobLog jobs;
  private final EventLog events;
  private final StatusFile status;
  private final LastTimes times;
  private final ModulePages modules;
  private final CompositeListener growing;

  /** What could not be drawn; told when nothing else is drawn any more, in a stated order. */
  private final Map<Path, IOException> unwritten = new ConcurrentSkipListMap<>();

  private boolean started;

  ReportFiles(
      ListHead head,
      ReportOptions options,
      Progress progress,
      ResultsFile.Sources sources,
      ResultsFile results,
      Console console) {
    this.head = head;
    this.directory = options.directory();
    this.results = results;
    this.console = console;
    this.history = new WorkerHistory(sources.timings(), progress, sources.crew());
    this.jobs = new JobLog(options, sources.nodes(), console);
    this.events = new EventLog(head, options, sources.timings(), console);
    this.status = new StatusFile(head, options, progress, sources.timings(), console);
    this.times = options.times();
    this.modules = options.modules();
    this.growing = new CompositeListener(List.of(history, jobs, events, status), console);
  }

  /** Nothing, where not even the results could be begun: that was said. */
  @Override
  public void start() {
    started = results.written();
    if (started) {
      modules.begun(directory);
      growing.start();
    }
  }

  @Override
  protected void tell(Consumer<PoolListener> event) {
    if (started) {
      event.accept(growing);
    }
  }

  // What comes for every task goes only to whom it concerns: asking all costs more than telling.

  @Override
  public void submitted(Task task, int number) {
    if (started) {
      events.submitted(task, number);
    }
  }

  @Override
  public void started(Task task, int number, Worker worker) {
    if (started) {
      events.started(task, number, worker);
    }
  }

  @Override
  public void output(Task task, int number, Stream stream, byte[] bytes, int length) {}

  @Override
  public void attemptEnded(Task task, Attempt attempt, boolean again) {
    if (started) {
      events.attemptEnded(task, attempt, again);
    }
  }

  @Override
  public void finished(TaskResult result) {
    if (started) {
      jobs.finished(result);
      events.finished(result);
      status.finished(result);
      times.finished(result);
    }
  }

  @Override
  public void slow(Progress.Running attempt) {
    if (started) {
      growing.slow(attempt);
    }
  }

  @Override
  public void tick() {
    if (started) {
      growing.tick();
    }
  }

  @Override
  public void end(ListEnd end) throws IOException {
    boolean quick = end.stopped().isEmpty() || end.result().tasks() <= MOST_IN_A_HURRY;
    boolean drawn = started && results.written() && quick;
    try {
      if (drawn) {
        boolean gathered = end.result().tasks() > TraceFile.MOST_SLICES;
        Beside.run(
            () -> {
              results.write(end);
              if (!gathered) {
                trace(end, null);
              }
            },
            () -> draw(end, gathered));
      } else {
        results.write(end);
      }
    } finally {
      if (started) {
        // Last, so that whoever reads there that the list has ended finds its results.
        growing.end(end);
      }
    }
    if (drawn) {
      modules.ended(head, ListStatus.of(directory, head, end), console);
    }
    times.write(json, console);
    unwritten.forEach(
        (file, e) ->
            console.warn(
                head.prefix() + "The report " + file + " cannot be written: " + Trouble.with(e)));
  }

  @Override
  public void close() {
    growing.close();
  }

  /**
   * Draws what is drawn from all tasks, and the trace where that is drawn from what is gathered.
   */
  private void draw(ListEnd end, boolean gathered) throws IOException {
    TestReport tests = new TestReport(head, directory);
    PageFacts facts = new PageFacts(head, end);
    // Everything that goes through all tasks does so in one pass: reading them back is most of the
    // cost.
    write(
        tests.name(),
        out -> {
          TestReport.Cases cases = tests.begin(out, end);
          results.most(new Gathering(facts, cases));
          cases.end();
        });
    List<String> others =
        List.of(ResultsFile.NAME, EventLog.NAME, JobLog.NAME, TraceFile.NAME, tests.name());
    Page page = new Page(head, directory, results, history);
    Beside.Work drawn = () -> write(Page.NAME, out -> page.write(out, end, facts, others));
    if (gathered) {
      Beside.run(drawn, () -> trace(end, facts.lanes));
    } else {
      drawn.run();
    }
    try {
      Page.style(directory);
    } catch (IOException e) {
      unwritten.put(directory.resolve(Page.STYLE), e);
    }
  }

  private void trace(ListEnd end, @Nullable Lanes lanes) {
    int count = end.result().tasks();
    write(TraceFile.NAME, out -> new TraceFile(head, history, out).write(results, count, lanes));
  }

  /** Hands each task to whoever gathers something of it. */
  private record Gathering(PageFacts facts, TestReport.Cases cases) implements EndedTask.QuickSink {
    @Override
    public void take(EndedTask task) throws IOException {
      facts.add(task);
      cases.take(task);
    }

    @Override
    public void take(QuietTask task) throws IOException {
      facts.add(task);
      cases.take(task);
    }
  }

  private void write(String name, WholeFile.Content content) {
    Path file = directory.resolve(name);
    try {
      WholeFile.write(file, content);
    } catch (IOException e) {
      unwritten.put(file, e);
    }
  }
}
