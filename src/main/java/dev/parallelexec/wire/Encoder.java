package dev.parallelexec.wire;

import dev.parallelexec.task.Call;
import dev.parallelexec.task.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns frames into bytes. Written by hand because the first use of any library's encoding costs a
 * fresh worker more than all its frames; for the same reason no lambda is used here.
 */
final class Encoder {
  /** Of more characters the JDK, which looks at many at once, makes bytes in less time. */
  private static final int SHORT = 32;

  private byte[] bytes = new byte[8 * 1024];
  private int size;

  int size() {
    return size;
  }

  /** Forgets what was appended to the first bytes. */
  void cut(int length) {
    size = length;
  }

  /** Writes the bytes so far and forgets them; not where an error of the JVM breaks it off. */
  void drain(OutputStream out) throws IOException {
    try {
      out.write(bytes, 0, size);
    } catch (IOException e) {
      size = 0;
      throw e;
    }
    size = 0;
    bytes = bytes.length > FrameReader.KEEP ? new byte[8 * 1024] : bytes;
  }

  /** Keeps what follows the first bytes of all, which starts at that place in the stream. */
  void keep(BlackBox box, int from, long start) {
    if (size <= BlackBox.RING) {
      box.keep(bytes, from, size - from, start + from);
    }
  }

  /** Appends one frame; what was appended when it throws is to be {@linkplain #cut}. */
  void frame(Frame frame) throws ProtocolException {
    int start = size;
    integer(0);
    octet(frame.kind().ordinal());
    try {
      body(frame);
    } catch (OutOfMemoryError | ArithmeticException | NegativeArraySizeException e) {
      throw new ProtocolException(tooLong(frame, Integer.MAX_VALUE));
    }
    int length = size - start - 4;
    if (length > FrameReader.LONGEST) {
      throw new ProtocolException(tooLong(frame, length));
    }
    ByteBuffer.wrap(bytes).putInt(start, length);
  }

  private static String tooLong(Frame frame, long length) {
    String limit = (FrameReader.LONGEST >> 20) + " MB";
    return frame.kind() + " frame of " + (length >> 20) + " MB; the limit is " + limit;
  }

  private void body(Frame frame) {
    switch (frame.kind()) {
      case HELLO -> hello((Frame.Hello) frame);
      case SETUP -> setup((Frame.Setup) frame);
      case READY -> failure(((Frame.Ready) frame).failure());
      case OPEN -> open((Frame.Open) frame);
      case OPENED -> {
        integer(((Frame.Opened) frame).list());
        strings(((Frame.Opened) frame).problems());
        bool(((Frame.Opened) frame).closes());
      }
      case RUN -> run((Frame.Run) frame);
      case STARTED -> {
        longer(((Frame.Started) frame).seq());
        integer(((Frame.Started) frame).thread());
      }
      case OUTPUT -> output((Frame.Output) frame);
      case DONE -> done((Frame.Done) frame);
      case RETURNED -> {
        List<Long> seqs = ((Frame.Returned) frame).seqs();
        integer(seqs.size());
        for (long seq : seqs) {
          longer(seq);
        }
      }
      case DUMP -> longer(((Frame.Dump) frame).seq());
      case DUMPED -> {
        longer(((Frame.Dumped) frame).seq());
        string(((Frame.Dumped) frame).text());
      }
      case INTERRUPT -> longer(((Frame.Interrupt) frame).seq());
      case PART -> part((Frame.Part) frame);
      case REDUCE -> {
        longer(((Frame.Reduce) frame).seq());
        integer(((Frame.Reduce) frame).list());
        call(((Frame.Reduce) frame).reducer());
      }
      case ITEMS -> call(((Frame.Items) frame).function());
      case PULL -> integer(((Frame.Pull) frame).most());
      case ITEM_CHUNK -> chunk((Frame.ItemChunk) frame);
      case EXITING -> longer(((Frame.Exiting) frame).seq());
      case CLOSE -> integer(((Frame.Close) frame).list());
      case CLOSED -> {
        integer(((Frame.Closed) frame).list());
        failure(((Frame.Closed) frame).failure());
      }
      case MARK -> longer(((Frame.Mark) frame).number());
      case RECALL, QUIT, PING -> {}
    }
  }

  private void hello(Frame.Hello f) {
    octets(f.secret());
    integer(f.number());
    longer(f.pid());
    string(f.javaVersion());
  }

  private void setup(Frame.Setup f) {
    integer(f.slot());
    string(f.runId());
    map(f.properties());
    bool(f.initializer() != null);
    if (f.initializer() != null) {
      call(f.initializer());
    }
    strings(f.initializerArguments());
    bool(f.boundedMetaspace());
    string(f.blackBox());
    string(f.marks());
  }

  private void open(Frame.Open f) {
    integer(f.list());
    integer(f.calls().size());
    for (Call call : f.calls()) {
      call(call);
    }
    bool(f.objects());
    integer(f.workers());
    integer(f.threads());
  }

  private void part(Frame.Part f) {
    integer(f.list());
    integer(f.objects().size());
    for (byte[] object : f.objects()) {
      octets(object);
    }
  }

  private void chunk(Frame.ItemChunk f) {
    strings(f.items());
    bool(f.last());
    failure(f.failure());
  }

  private void output(Frame.Output f) {
    longer(f.seq());
    bool(f.err());
    octets(f.bytes());
  }

  private void run(Frame.Run f) {
    longer(f.seq());
    integer(f.list());
    integer(f.call());
    integer(f.index());
    string(f.id());
    integer(f.attempt());
    strings(f.arguments());
    bool(f.defaulted());
    map(f.properties());
    string(f.tmpdir());
    bool(f.limited());
  }

  private void done(Frame.Done f) {
    longer(f.seq());
    octet(f.outcome().ordinal());
    string(f.value());
    failure(f.failure());
    octets(f.object());
    longer(f.nanos());
    bool(f.withoutArguments());
    strings(f.leaks());
    string(f.retire());
  }

  private void call(Call call) {
    octet(call.kind().ordinal());
    string(call.className());
    string(call.method());
    integer(call.successCodes().size());
    for (int code : call.successCodes()) {
      integer(code);
    }
  }

  private void failure(@Nullable Failure failure) {
    bool(failure != null);
    if (failure != null) {
      string(failure.type());
      string(failure.message());
      string(failure.stack());
      bool(failure.exitCode() != null);
      if (failure.exitCode() != null) {
        integer(failure.exitCode());
      }
      string(failure.signal());
    }
  }

  private void map(Map<String, String> map) {
    integer(map.size());
    for (Map.Entry<String, String> entry : map.entrySet()) {
      string(entry.getKey());
      string(entry.getValue());
    }
  }

  private void strings(Collection<String> strings) {
    integer(strings.size());
    for (String string : strings) {
      string(string);
    }
  }

  /** Short Latin text, nearly all there is, goes without a detour over a byte array. */
  private void string(String text) {
    int start = size;
    int length = text.length();
    boolean latin = length <= SHORT;
    if (latin) {
      integer(length);
      room(length);
      for (int i = 0; latin && i < length; i++) {
        char c = text.charAt(i);
        bytes[size++] = (byte) c;
        latin = c < 0x80;
      }
    }
    if (!latin) {
      size = start;
      octets(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void octets(byte[] octets) {
    integer(octets.length);
    room(octets.length);
    System.arraycopy(octets, 0, bytes, size, octets.length);
    size += octets.length;
  }

  private void bool(boolean value) {
    octet(value ? 1 : 0);
  }

  private void octet(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  private void integer(int value) {
    room(4);
    bytes[size++] = (byte) (value >> 24);
    bytes[size++] = (byte) (value >> 16);
    bytes[size++] = (byte) (value >> 8);
    bytes[size++] = (byte) value;
  }

  private void longer(long value) {
    integer((int) (value >> 32));
    integer((int) value);
  }

  private void room(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(2L * bytes.length, 1 << 30)));
    }
  }
}
