package dev.parallelexec.wire;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import dev.parallelexec.task.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into frames, and trusts none of them: every length is held against what is left. No
 * lambdas, whose first use costs a fresh worker some milliseconds.
 */
final class Decoder {
  private static final Frame.Kind[] KINDS = Frame.Kind.values();
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final Call.Kind[] CALLS = Call.Kind.values();

  private final byte[] bytes;
  private final int end;
  private int at;

  Decoder(byte[] bytes, int end) {
    this.bytes = bytes;
    this.end = end;
  }

  Frame frame() throws ProtocolException {
    Frame.Kind kind = choice(KINDS, "kind");
    Frame frame = body(kind);
    if (at != end) {
      throw new ProtocolException(kind + " frame with " + (end - at) + " bytes too many");
    }
    return frame;
  }

  private Frame body(Frame.Kind kind) throws ProtocolException {
    return switch (kind) {
      case HELLO -> new Frame.Hello(octets(), integer(), longer(), string());
      case SETUP ->
          new Frame.Setup(
              integer(),
              string(),
              map(),
              bool() ? call() : null,
              strings(),
              bool(),
              string(),
              string());
      case READY -> new Frame.Ready(failure());
      case OPEN -> new Frame.Open(integer(), calls(), bool(), integer(), integer());
      case OPENED -> new Frame.Opened(integer(), strings(), bool());
      case RUN ->
          new Frame.Run(
              longer(), integer(), integer(), integer(), string(), integer(), strings(), bool(),
              map(), string(), bool());
      case STARTED -> new Frame.Started(longer(), integer());
      case OUTPUT -> new Frame.Output(longer(), bool(), octets());
      case DONE ->
          new Frame.Done(
              longer(),
              choice(OUTCOMES, "outcome"),
              string(),
              failure(),
              octets(),
              longer(),
              bool(),
              strings(),
              string());
      case RECALL -> new Frame.Recall();
      case RETURNED -> new Frame.Returned(longs());
      case DUMP -> new Frame.Dump(longer());
      case DUMPED -> new Frame.Dumped(longer(), string());
      case INTERRUPT -> new Frame.Interrupt(longer());
      case PART -> new Frame.Part(integer(), manyOctets());
      case REDUCE -> new Frame.Reduce(longer(), integer(), call());
      case ITEMS -> new Frame.Items(call());
      case PULL -> new Frame.Pull(integer());
      case ITEM_CHUNK -> new Frame.ItemChunk(strings(), bool(), failure());
      case EXITING -> new Frame.Exiting(longer());
      case CLOSE -> new Frame.Close(integer());
      case CLOSED -> new Frame.Closed(integer(), failure());
      case QUIT -> new Frame.Quit();
      case PING -> new Frame.Ping();
      case MARK -> new Frame.Mark(longer());
    };
  }

  private Call call() throws ProtocolException {
    return new Call(choice(CALLS, "call"), string(), string(), integers());
  }

  private @Nullable Failure failure() throws ProtocolException {
    return bool()
        ? new Failure(string(), string(), string(), bool() ? integer() : null, string())
        : null;
  }

  private Map<String, String> map() throws ProtocolException {
    int size = count(8);
    if (size == 0) {
      return Map.of();
    }
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(string(), string());
    }
    return map;
  }

  /** Nearly all lists of strings are a task's arguments, of which there is mostly one. */
  private List<String> strings() throws ProtocolException {
    int size = count(4);
    if (size < 2) {
      return size == 0 ? List.of() : List.of(string());
    }
    List<String> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(string());
    }
    return list;
  }

  private List<Call> calls() throws ProtocolException {
    int size = count(13);
    List<Call> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(call());
    }
    return list;
  }

  private List<Integer> integers() throws ProtocolException {
    int size = count(4);
    List<Integer> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(integer());
    }
    return list;
  }

  private List<Long> longs() throws ProtocolException {
    int size = count(8);
    List<Long> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(longer());
    }
    return list;
  }

  private List<byte[]> manyOctets() throws ProtocolException {
    int size = count(4);
    List<byte[]> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(octets());
    }
    return list;
  }

  private String string() throws ProtocolException {
    int length = count(1);
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  private byte[] octets() throws ProtocolException {
    int length = count(1);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /** A count of things of at least {@code least} bytes each, which must all be there. */
  private int count(int least) throws ProtocolException {
    int count = integer();
    if (count < 0 || (long) count * least > end - at) {
      throw new ProtocolException("a count of " + count + " with " + (end - at) + " bytes left");
    }
    return count;
  }

  private <T> T choice(T[] of, String what) throws ProtocolException {
    int number = octet();
    if (number >= of.length) {
      throw new ProtocolException("unknown " + what + " " + number);
    }
    return of[number];
  }

  private boolean bool() throws ProtocolException {
    return octet() != 0;
  }

  private int octet() throws ProtocolException {
    if (at >= end) {
      throw new ProtocolException("a frame that ends too early");
    }
    return bytes[at++] & 0xff;
  }

  private int integer() throws ProtocolException {
    return octet() << 24 | octet() << 16 | octet() << 8 | octet();
  }

  private long longer() throws ProtocolException {
    return ((long) integer() << 32) | (integer() & 0xffffffffL);
  }
}
