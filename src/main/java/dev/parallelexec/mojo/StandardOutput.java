package dev.parallelexec.mojo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The process's standard output, past Maven, which puts a prefix before lines that it does not know
 * and buffers them.
 */
final class StandardOutput {
  private StandardOutput() {}

  /** Writes behind all that was logged; where nobody reads any more it does nothing. */
  @SuppressWarnings("SystemOut") // only flushed: what was logged comes first
  static void write(String text) {
    System.out.flush();
    try {
      // Not closed: it is the whole process's.
      new FileOutputStream(FileDescriptor.out).write(text.getBytes(charset()));
    } catch (IOException closed) {
      // Nobody is there who could be told.
    }
  }

  /** What the terminal reads; the JDK's own default may differ from it. */
  private static Charset charset() {
    for (String property : new String[] {"stdout.encoding", "native.encoding"}) {
      String name = System.getProperty(property);
      if (name != null && Charset.isSupported(name)) {
        return Charset.forName(name);
      }
    }
    return StandardCharsets.UTF_8;
  }
}
