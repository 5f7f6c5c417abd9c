package dev.parallelexec.worker;

import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameWriter;
import dev.parallelexec.wire.MarkBytes;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * Marks in this process's own standard output and error, by which Maven knows where that of an
 * attempt ends which does not come through our streams: that of child processes, and of native code
 * (docs/decisions 0033).
 */
final class Marks {
  private final String secret;
  private final FileOutputStream out;
  private final FileOutputStream err;
  private boolean broken;

  /** For before the user's code, which may put something else in place of the two. */
  Marks(String secret) {
    this.secret = secret;
    out = open("/dev/fd/1", FileDescriptor.out);
    err = open("/dev/fd/2", FileDescriptor.err);
  }

  /** With a descriptor of its own, where there is such a thing. */
  private static FileOutputStream open(String name, FileDescriptor otherwise) {
    try {
      // Appends: where a wrapper of java has put a file there it is not ours to cut.
      return new FileOutputStream(name, true);
    } catch (IOException | RuntimeException e) {
      return new FileOutputStream(otherwise);
    }
  }

  /** Sets one and tells of it, if the attempt can have run a process; others pay nothing. */
  void set(Frame.Done done, FrameWriter writer) throws IOException {
    if (done.nanos() <= Leaks.PROCESS || broken) {
      return;
    }
    byte[] bytes = MarkBytes.of(secret, done.seq());
    try {
      out.write(bytes);
      err.write(bytes);
    } catch (IOException e) {
      // Closed by the user's code, or nobody reads.
      broken = true;
      return;
    }
    writer.write(new Frame.Mark(done.seq()));
  }
}
