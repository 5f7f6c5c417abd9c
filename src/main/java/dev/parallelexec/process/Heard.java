package dev.parallelexec.process;

import dev.parallelexec.wire.BlackBox;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one worker: what comes over its channel, and then what it had still to say when it
 * died. For one thread.
 */
final class Heard extends InputStream {
  private final InputStream channel;
  private String box = "";
  private Runnable awaitDeath = () -> {};
  private long heard;
  private @Nullable InputStream behind;
  private @Nullable IOException cut;

  Heard(InputStream channel) {
    this.channel = channel;
  }

  /**
   * Before the channel can have ended in good order.
   *
   * @param blackBox the file that may be the worker's {@link BlackBox}; empty where it has none
   * @param death waits for that
   */
  void thenRead(String blackBox, Runnable death) {
    box = blackBox;
    awaitDeath = death;
  }

  @Override
  public int read() throws IOException {
    byte[] octet = new byte[1];
    return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    InputStream last = behind;
    if (last == null) {
      int count = over(bytes, from, length);
      if (count >= 0) {
        heard += count;
        return count;
      }
      last = unsent();
      behind = last;
    }
    int count = last.read(bytes, from, length);
    if (count < 0 && cut != null) {
      throw cut;
    }
    return count;
  }

  private InputStream unsent() {
    InputStream rest = nullInputStream();
    if (!box.isEmpty() && Files.exists(Path.of(box))) {
      awaitDeath.run();
      try {
        rest = BlackBox.rest(Path.of(box), heard);
        Files.delete(Path.of(box));
      } catch (IOException e) {
        // The build is being stopped, and all its files go; or somebody else has it open, on
        // Windows, and it goes with them.
      }
    }
    return rest;
  }

  /** A channel can end in many ways; -1 for all but silence, after which the worker may live. */
  private int over(byte[] bytes, int from, int length) throws IOException {
    try {
      return channel.read(bytes, from, length);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      cut = e;
      return -1;
    }
  }
}
