package dev.parallelexec.wire;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What Maven and a worker say to each other. On the wire a frame is its body's length (four bytes,
 * big-endian), one byte for the {@link Kind}'s ordinal, and the record's components in order.
 *
 * <pre>
 * worker                                       Maven
 *   Hello ───────────────────────────────────►   once, first: the secret that came over stdin
 *   ◄──────────────────────────────────  Setup   once: properties, initializer
 *   Ready ───────────────────────────────────►   once
 *   ◄───────────────────────────────────  Open   a list begins
 *   Opened ──────────────────────────────────►   once a list: what is wrong with its calls
 *   ◄────────────────────────────────────  Run   an attempt; several may be sent ahead
 *   Started, Output…, Done ──────────────────►   each attempt, before and after the user's code;
 *                                                those of several threads come in any mixture
 *   Mark ────────────────────────────────────►   before a Done: see there
 *   ◄─────────────────────────────────  Recall   give back what has not started
 *   Returned ────────────────────────────────►   once a Recall
 *   ◄─────────────────────────  Dump, Interrupt  for an attempt whose time is up
 *   Dumped ──────────────────────────────────►   once a Dump
 *   ◄─────────────────────────────  Part…, Reduce   answered as an attempt is
 *   ◄──────────────────────────────  Items, Pull   a worker that only yields items
 *   ItemChunk ───────────────────────────────►   once a Pull
 *   Exiting ─────────────────────────────────►   the JVM has begun to shut down in mid-attempt
 *   ◄──────────────────────────────────  Close   a list ends: instances are closed
 *   Closed ──────────────────────────────────►   once a list
 *   ◄───────────────────────────────────  Quit   end; EOF means the same, at once
 *   ◄───────────────────────────────────  Ping   to a worker on another machine, every few seconds
 *   Ping ────────────────────────────────────►   once a Ping, at once
 * </pre>
 *
 * A frame that its reader does not expect is a protocol error and ends the worker.
 */
public sealed interface Frame {
  /** The kinds, in the order of their numbers on the wire. */
  enum Kind {
    HELLO("Hello"),
    SETUP("Setup"),
    READY("Ready"),
    OPEN("Open"),
    OPENED("Opened"),
    RUN("Run"),
    STARTED("Started"),
    OUTPUT("Output"),
    DONE("Done"),
    RECALL("Recall"),
    RETURNED("Returned"),
    DUMP("Dump"),
    DUMPED("Dumped"),
    INTERRUPT("Interrupt"),
    PART("Part"),
    REDUCE("Reduce"),
    ITEMS("Items"),
    PULL("Pull"),
    ITEM_CHUNK("ItemChunk"),
    EXITING("Exiting"),
    CLOSE("Close"),
    CLOSED("Closed"),
    QUIT("Quit"),
    PING("Ping"),
    MARK("Mark");

    private static final Map<String, Kind> BY_NAME = byName();

    private final String record;

    Kind(String record) {
      this.record = record;
    }

    /** By name, since a worker should not load the classes of frames that it never sees. */
    private static Map<String, Kind> byName() {
      Map<String, Kind> map = new HashMap<>();
      for (Kind kind : values()) {
        map.put(Frame.class.getName() + "$" + kind.record, kind);
      }
      return map;
    }

    private static Kind of(Frame frame) {
      return Objects.requireNonNull(BY_NAME.get(frame.getClass().getName()));
    }
  }

  /** Which record this is; code switches on it, without a default. */
  default Kind kind() {
    return Kind.of(this);
  }

  /**
   * The worker's first words.
   *
   * @param secret the 32 bytes that came over stdin
   * @param number which worker this is, as told over stdin
   * @param pid its process id
   * @param javaVersion its {@code java.version}
   */
  record Hello(byte[] secret, int number, long pid, String javaVersion) implements Frame {}

  /**
   * What holds for the worker's whole life.
   *
   * @param slot its number for people, from 1
   * @param runId the build's
   * @param properties system properties, set before the initializer
   * @param initializer called once; null where there is none
   * @param initializerArguments for it
   * @param boundedMetaspace whether its JVM was given a bound for metaspace, so that it looks early
   *     whether tasks fill it
   * @param blackBox the file that may become its {@link BlackBox}, which is not there yet; empty
   *     where it may have none
   * @param marks what its {@link Mark}s begin with, behind a NUL; empty where it makes none
   */
  record Setup(
      int slot,
      String runId,
      Map<String, String> properties,
      @Nullable Call initializer,
      List<String> initializerArguments,
      boolean boundedMetaspace,
      String blackBox,
      String marks)
      implements Frame {}

  /**
   * The worker takes tasks.
   *
   * @param failure what the initializer threw; null when all is well
   */
  record Ready(@Nullable Failure failure) implements Frame {}

  /**
   * A list begins in this worker.
   *
   * @param list its number, unique in the worker's life
   * @param calls what its tasks call; {@code Run} refers to them by place
   * @param objects whether results are wanted as serialized objects, too
   * @param workers the list's bound, for the tasks to read
   * @param threads how many attempts run at once in this worker, 1 or more
   */
  record Open(int list, List<Call> calls, boolean objects, int workers, int threads)
      implements Frame {}

  /**
   * The calls were looked up.
   *
   * @param problems a sentence for each call that cannot be made; empty when all can
   * @param closes whether the list may have instances here that its end closes
   */
  record Opened(int list, List<String> problems, boolean closes) implements Frame {}

  /**
   * Run an attempt, after those that were sent before; where several run at once, as soon as one of
   * the list's threads is free.
   *
   * @param seq its number on this channel, rising
   * @param list an open list
   * @param call place in the list's calls
   * @param index the task's
   * @param id the task's
   * @param attempt from 1
   * @param arguments slot filled in
   * @param defaulted see {@code Arguments.defaulted}
   * @param properties of this task alone
   * @param tmpdir where the task's own directory is made when it is asked for
   * @param limited whether its time is, which begins when its {@code Started} arrives: that must
   *     not wait
   */
  record Run(
      long seq,
      int list,
      int call,
      int index,
      String id,
      int attempt,
      List<String> arguments,
      boolean defaulted,
      Map<String, String> properties,
      String tmpdir,
      boolean limited)
      implements Frame {}

  /**
   * The user's code runs from now on.
   *
   * @param thread which of the list's threads runs it, from 1; 0 where there is but one
   */
  record Started(long seq, int thread) implements Frame {}

  /**
   * The user's code printed something.
   *
   * @param seq the attempt, or -1 where it is none's: between two, or by a thread that one which is
   *     over has left
   * @param err whether to standard error
   */
  record Output(long seq, boolean err, byte[] bytes) implements Frame {}

  /**
   * An attempt has ended.
   *
   * @param outcome {@code PASSED}, {@code FAILED} or {@code OUT_OF_MEMORY}; {@code CANCELLED} for
   *     one that was interrupted on demand is the parent's to decide
   * @param value JSON text
   * @param object the serialized result, where the list wants it; else empty
   * @param nanos how long the user's code ran
   * @param withoutArguments see {@code Attempt}
   * @param leaks what it left behind, see {@code Attempt}
   * @param retire why the worker should take no more tasks, a phrase for people; empty where it may
   *     take more. What was sent ahead is returned by it before it says so
   */
  record Done(
      long seq,
      Outcome outcome,
      String value,
      @Nullable Failure failure,
      byte[] object,
      long nanos,
      boolean withoutArguments,
      List<String> leaks,
      String retire)
      implements Frame {}

  /** Give back what has not started. */
  record Recall() implements Frame {}

  /** These will not be started here. */
  record Returned(List<Long> seqs) implements Frame {}

  /** Tell what all threads do. */
  record Dump(long seq) implements Frame {}

  /** All threads with their locks, as text. */
  record Dumped(long seq, String text) implements Frame {}

  /** Interrupt the threads of an attempt. */
  record Interrupt(long seq) implements Frame {}

  /** Further objects for the reducer, in order. */
  record Part(int list, List<byte[]> objects) implements Frame {}

  /** Call the reducer with all parts; answered with {@code Started} and {@code Done}. */
  record Reduce(long seq, int list, Call reducer) implements Frame {}

  /** Call a function that yields items; a failure is told in the first chunk. */
  record Items(Call function) implements Frame {}

  /** Yield up to so many items. */
  record Pull(int most) implements Frame {}

  /**
   * Items.
   *
   * @param last whether no more follow
   * @param failure why no more can follow; null when all is well
   */
  record ItemChunk(List<String> items, boolean last, @Nullable Failure failure) implements Frame {}

  /** Somebody called for the end of the JVM in a way that could not be kept from it. */
  record Exiting(long seq) implements Frame {}

  /** A list ends: close its instances. */
  record Close(int list) implements Frame {}

  /**
   * A list has ended here.
   *
   * @param failure what an instance's {@code close} threw; null when all is well
   */
  record Closed(int list, @Nullable Failure failure) implements Frame {}

  /** End in good order. */
  record Quit() implements Frame {}

  /** Somebody is there: where a link can be cut without a word, silence has to mean that. */
  record Ping() implements Frame {}

  /**
   * What came past our streams until now has, at its end, a mark of that number in both of the
   * process's own: it belongs to no attempt after the one whose {@code Done} is next.
   */
  record Mark(long number) implements Frame {}
}
