package dev.parallelexec.history;

import dev.parallelexec.history.Keeping.Begun;
import dev.parallelexec.pool.EngineException;
import dev.parallelexec.pool.Past;
import dev.parallelexec.task.Attempt;
import dev.parallelexec.task.Outcome;
import dev.parallelexec.task.Span;
import dev.parallelexec.task.Task;
import dev.parallelexec.task.TaskResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs of an execution left, and what this one leaves to the next: which tasks are up
 * to date, which a resumed run leaves out, which outputs belong to nobody any more.
 *
 * <p>Opened before the list runs and closed behind it, once nothing ends any more. Nothing on disk
 * changes before a task is asked for, or where all is as the last run left it. A run that is killed
 * has written down what ended more than a second before; of tasks with files, all that ended.
 */
public final class History implements Past, AutoCloseable {
  private final Asked asked;
  private final Voice voice;
  private final Contents contents;
  private final @Nullable OutputCache cache;
  private final Book book;
  private final Incremental incremental;
  private final Keeping keeping;
  private final Resuming resuming;
  private final Sweep sweep;

  /** By index: tasks under way with inputs or outputs. */
  private final Map<Integer, Begun> begun = new ConcurrentHashMap<>();

  /** The feeder's; and those of whoever tells of an end, one at a time. */
  private final Fingerprints asking;

  private final Fingerprints telling;
  private boolean closed;

  /**
   * Where and how.
   *
   * @param journal the file, {@code journal.jsonl} in the execution's report directory
   * @param run what this run is called
   * @param roots the module's directory, and others that may lie elsewhere in another clone
   * @param asked what is asked of this run
   * @param surroundings what all tasks depend on; asked for once, on the thread that pulls tasks,
   *     where a task says inputs or outputs; an {@link java.io.UncheckedIOException} makes all run
   * @param notice told what people should know, a sentence each; from any thread
   * @param debug told what may be asked for
   */
  public record Options(
      Path journal,
      String run,
      Roots roots,
      Asked asked,
      Supplier<Surroundings> surroundings,
      Consumer<String> notice,
      Consumer<String> debug) {}

  private History(
      Options options,
      boolean explain,
      OneWriter writers,
      Contents contents,
      @Nullable OutputCache cache) {
    this.asked = options.asked();
    this.voice = new Voice(options.notice(), options.debug(), explain);
    this.contents = contents;
    this.cache = cache;
    this.book = new Book(options.journal(), options.run(), asked, voice);
    FoundFiles found = new FoundFiles(options.roots(), contents, !asked.inOrder());
    OutputFiles files = new OutputFiles(options.roots(), found);
    this.incremental = new Incremental(book, options, writers, found, files, voice, cache);
    this.keeping = new Keeping(book, writers, files, voice, cache);
    this.sweep = new Sweep(book, writers, files, voice);
    this.resuming = new Resuming(asked.resume(), book.last(), asked.reduced());
    this.asking = new Fingerprints(options.roots());
    this.telling = new Fingerprints(options.roots());
  }

  /**
   * Reads what earlier runs left; what cannot be read is not known.
   *
   * @param explain whether debug is told of each task why it runs
   * @param writers knows the tasks that were looked at before, or none
   * @param contents closed with this
   * @param cache closed with this; null for none
   */
  public static History open(
      Options options,
      boolean explain,
      OneWriter writers,
      Contents contents,
      @Nullable OutputCache cache) {
    History history = new History(options, explain, writers, contents, cache);
    if (options.asked().resume() != Resume.NONE && !history.book.last().known) {
      history.voice.notice("There is no last run to resume: all tasks run");
    }
    return history;
  }

  @Override
  public @Nullable Known known(Task task) throws EngineException {
    book.start();
    if (!task.claims().incremental()) {
      return plain(task);
    }
    incremental.alone(task);
    Fingerprint of = incremental.fingerprint(task);
    String why = "";
    if (asked.resume() != Resume.NONE) {
      Resuming.Verdict verdict = resuming.on(task.id(), of.own());
      why = stillLeftOut(task, of, verdict);
      if (why.isEmpty()) {
        return leftOut(task, verdict);
      }
    }
    Incremental.Verdict verdict = incremental.on(task, of);
    Entry entry = verdict.entry();
    if (entry != null) {
      incremental.keep(task, entry);
      return upToDate(task, of, entry);
    }
    of = verdict.of();
    incremental.clear(task, of);
    Entry restored = incremental.restored(task, of);
    if (restored != null) {
      voice.explain(task, " is restored from the cache: ", verdict.why());
      return upToDate(task, of, restored);
    }
    voice.explain(task, " runs: ", why.isEmpty() ? verdict.why() : why);
    book.begin();
    begun.put(task.index(), incremental.begin(task, of));
    return null;
  }

  private @Nullable Known plain(Task task) {
    if (asked.resume() != Resume.NONE) {
      Resuming.Verdict verdict = resuming.on(task.id(), asking.own(task));
      String why = withResult(verdict);
      if (why.isEmpty()) {
        End end = verdict.end();
        return end == null
            ? known(Attempt.NULL, "", false)
            : known(end.value(), end.object(), false);
      }
      voice.explain(task, " runs: ", why);
    } else {
      voice.explain(task, " runs: ", Reasons.SAYS_NOTHING);
    }
    book.begin();
    return null;
  }

  /** Why a task to be left out runs; where a reducer needs its result, that must be kept. */
  private String withResult(Resuming.Verdict verdict) {
    End end = verdict.end();
    boolean missing = asked.reduced() && (end == null || end.object().isEmpty());
    return verdict.leftOut() && missing ? Reasons.NO_OBJECT : verdict.why();
  }

  /** The same of a task with inputs or outputs: they must still be there where it passed. */
  private String stillLeftOut(Task task, Fingerprint of, Resuming.Verdict verdict) {
    End end = verdict.end();
    boolean passed = verdict.leftOut() && end != null && end.passed();
    return passed ? incremental.left(task, of) : verdict.why();
  }

  private Known leftOut(Task task, Resuming.Verdict verdict) {
    End end = verdict.end();
    Recorded recorded = book.ledger().of(task.id());
    if (recorded == null || end == null || !end.passed()) {
      return known(Attempt.NULL, "", false);
    }
    Entry entry = recorded.entry();
    incremental.keep(task, entry);
    return known(entry.value(), entry.object(), false);
  }

  private Known upToDate(Task task, Fingerprint of, Entry entry) {
    if (asked.resume() == Resume.NONE) {
      book.upToDate(of.own());
    } else {
      book.ended(task.id(), End.passed(of.own()));
    }
    return known(entry.value(), entry.object(), true);
  }

  private static Known known(String value, String object, boolean told) {
    // No attempt, as of what never ran: it took no time and no worker.
    Attempt attempt = new Attempt(0, Outcome.UP_TO_DATE, value, null, Span.NONE, false, List.of());
    return new Known(attempt, End.bytes(object), told);
  }

  @Override
  public void ended(TaskResult result, byte[] object) {
    Task task = result.task();
    Begun begin = begun.remove(task.index());
    if (begin != null) {
      keeping.ended(result, object, begin);
      return;
    }
    String own;
    synchronized (telling) {
      own = telling.own(task);
    }
    boolean passed = result.outcome() == Outcome.PASSED;
    if (passed && object.length == 0 && asked.resume() == Resume.NONE) {
      book.passed(own);
      return;
    }
    String kept = passed ? End.text(object) : "";
    book.ended(task.id(), new End(result.outcome().label(), own, result.last().value(), kept));
  }

  /** What has ended so far is safe from the end of this process. For any thread. */
  public void flush() {
    book.flush();
  }

  /**
   * Why a task would run, in a sentence without a capital; null where it would not. Changes nothing
   * on disk. For a history of which nothing else is asked, told the tasks in their order.
   *
   * @throws EngineException as {@link #known}
   */
  public @Nullable String why(Task task) throws EngineException {
    if (!task.claims().incremental()) {
      String why =
          asked.resume() == Resume.NONE
              ? Reasons.SAYS_NOTHING
              : withResult(resuming.on(task.id(), asking.own(task)));
      return why.isEmpty() ? null : why;
    }
    incremental.alone(task);
    Fingerprint of = incremental.fingerprint(task);
    String resumed = "";
    if (asked.resume() != Resume.NONE) {
      resumed = stillLeftOut(task, of, resuming.on(task.id(), of.own()));
      if (resumed.isEmpty()) {
        return null;
      }
    }
    Incremental.Verdict verdict = incremental.on(task, of);
    Entry entry = verdict.entry();
    if (entry == null) {
      return resumed.isEmpty() ? verdict.why() : resumed;
    }
    book.ledger().settle(entry.id());
    return null;
  }

  /**
   * Ends it; nothing may end after this. The second call does nothing.
   *
   * @param complete whether the list was pulled to its end and all that was pulled has ended; then
   *     what belongs to tasks that are gone is removed
   */
  public void close(boolean complete) {
    if (closed) {
      return;
    }
    closed = true;
    incremental.end();
    if (complete && asked.whole() && asked.resume() == Resume.NONE) {
      sweep.run();
    }
    int unreached = resuming.unreached();
    if (unreached > 0) {
      String tasks = unreached == 1 ? "1 task that" : unreached + " tasks that";
      voice.notice(
          "Left out: " + tasks + " the last run did not reach; resume=unfinished runs them");
    } else if (complete && asked.whole()) {
      book.complete();
    }
    book.close();
    if (complete) {
      contents.settle();
    }
    contents.close();
    if (cache != null) {
      cache.close();
    }
  }

  /** Ends it where the list did not come to its end. */
  @Override
  public void close() {
    close(false);
  }
}
