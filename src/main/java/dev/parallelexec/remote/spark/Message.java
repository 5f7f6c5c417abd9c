package dev.parallelexec.remote.spark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What Maven's side, the driver and the code in an executor say to each other: a kind, the number
 * of the worker that it is about, and a body of bytes, which is output, or texts, each behind its
 * length. All three have the same classes, so that there is nothing to negotiate.
 *
 * <pre>
 *   Maven ── SETTINGS, START, KILL, … ─►  driver  ── START, LOOK, OUTPOST, GO, KILL ─►  executor
 *   Maven ◄─ READY, BROKEN, ARRIVED, …    driver  ◄─ HELLO, ARRIVED, SEEN, NO_OUTPOST,
 *                                                    PLACED, OUT, ERR, EXIT, REFUSED
 * </pre>
 *
 * @param kind what it is
 * @param worker its number within the driver, from 1; 0 for the driver itself
 * @param body never changed
 */
record Message(Kind kind, int worker, byte[] body) {
  /** The kinds; of the texts in the body. */
  enum Kind {
    /** Names and values in turn; the first that the driver hears. */
    SETTINGS,
    /** The cluster has taken the driver in: nothing. */
    READY,
    /** The driver cannot work and ends: why. */
    BROKEN,
    /** Find a place for a worker: the files that go there; on the way there nothing. */
    START,
    /** It is not wanted any more: nothing. */
    KILL,
    /** The first from an executor: the secret, as bytes. */
    HELLO,
    /** It has a place and asks for its order: node, executor, where files that came along are. */
    ARRIVED,
    /** See whether files of Maven's machine are there: what each holds, and their names. */
    LOOK,
    /** Whether all are there: {@code true} or {@code false}. */
    SEEN,
    /** Start what keeps files: what it has to be told, and the build's name. */
    OUTPOST,
    /** What keeps files has ended by itself: why. */
    NO_OUTPOST,
    /** Start the worker: an {@link Order}. */
    GO,
    /** It runs: node, process id, executor. */
    PLACED,
    /** It wrote to its standard output: bytes. */
    OUT,
    /** It wrote to its standard error: bytes. */
    ERR,
    /** It has ended: the exit code. Its last. */
    EXIT,
    /** It has no place any more, or never had one: why. Its last. */
    LOST,
    /** It could not be started where it was put: why. Its last. */
    REFUSED
  }

  static Message of(Kind kind, int worker, String... texts) {
    return of(kind, worker, List.of(texts));
  }

  static Message of(Kind kind, int worker, List<String> texts) {
    List<byte[]> all = texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    ByteBuffer body = ByteBuffer.allocate(all.stream().mapToInt(text -> 4 + text.length).sum());
    for (byte[] text : all) {
      body.putInt(text.length).put(text);
    }
    return new Message(kind, worker, body.array());
  }

  /**
   * The texts of the body.
   *
   * @throws java.nio.BufferUnderflowException or another runtime exception where these are none
   */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (ByteBuffer rest = ByteBuffer.wrap(body); rest.hasRemaining(); ) {
      int length = rest.getInt();
      texts.add(new String(body, rest.position(), length, StandardCharsets.UTF_8));
      rest.position(rest.position() + length);
    }
    return texts;
  }

  /** The first text. */
  String text() {
    return texts().get(0);
  }
}
