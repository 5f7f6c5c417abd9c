package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parallelexec.wire.BlackBox;
import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameReader;
import dev.parallelexec.wire.FrameWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Behind what came over a channel comes what its worker had kept. */
class HeardTest {
  private static final Frame SENT = new Frame.Started(1, 0);
  private static final Frame KEPT = new Frame.Started(2, 0);

  @TempDir Path temp;
  private final ByteArrayOutputStream channel = new ByteArrayOutputStream();

  private final FrameWriter writer = new FrameWriter(channel);

  /** A box of a worker that has sent one frame and kept another. */
  private Path box() throws IOException {
    Path file = temp.resolve("box");
    writer.gather(BlackBox.make(file));
    writer.send(SENT);
    writer.say(KEPT);
    return file;
  }

  private static FrameReader reader(InputStream channel, String box) {
    Heard heard = new Heard(channel);
    heard.thenRead(box, () -> {});
    return new FrameReader(heard);
  }

  @Test
  void whatWasKeptComesOnceAndTheBoxIsGone() throws IOException {
    Path file = box();
    FrameReader reader = reader(new ByteArrayInputStream(channel.toByteArray()), file.toString());
    assertThat(reader.read()).isEqualTo(SENT);
    assertThat(file).exists();
    assertThat(reader.read()).isEqualTo(KEPT);
    assertThat(file).doesNotExist();
    assertThat(reader.read()).isNull();
  }

  /** Who is about to die, as one that has been told to, goes on for a moment. */
  @Test
  void whatIsKeptWhileTheWorkerDiesComesToo() throws IOException {
    Frame late = new Frame.Started(3, 0);
    Path file = box();
    Heard heard = new Heard(new ByteArrayInputStream(channel.toByteArray()));
    heard.thenRead(
        file.toString(),
        () -> {
          try {
            writer.say(late);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    FrameReader reader = new FrameReader(heard);
    assertThat(reader.read()).isEqualTo(SENT);
    assertThat(reader.read()).isEqualTo(KEPT);
    assertThat(reader.read()).isEqualTo(late);
    assertThat(reader.read()).isNull();
  }

  /** The cut of the channel is told afterwards. */
  @Test
  void whatWasKeptComesAlsoBehindACut() throws IOException {
    Path file = box();
    InputStream sent = new ByteArrayInputStream(channel.toByteArray());
    InputStream cut =
        new InputStream() {
          @Override
          public int read() throws IOException {
            int octet = sent.read();
            if (octet < 0) {
              throw new SocketException("cut");
            }
            return octet;
          }
        };
    FrameReader reader = reader(cut, file.toString());
    assertThat(reader.read()).isEqualTo(SENT);
    assertThat(reader.read()).isEqualTo(KEPT);
    assertThatThrownBy(reader::read).isInstanceOf(SocketException.class);
  }

  /** As on Windows while somebody looks for viruses in it. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aBoxThatCannotBeDeletedIsReadAllTheSame() throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(box().toFile(), "r")) {
      Path link = null;
      try (var all = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
        for (Path one : all) {
          if (Files.isSymbolicLink(one)
              && Files.readSymbolicLink(one).equals(temp.resolve("box"))) {
            link = one;
          }
        }
      }
      assertThat(link).as("a link that nobody can delete, of %s", open).isNotNull();
      FrameReader reader =
          reader(new ByteArrayInputStream(channel.toByteArray()), String.valueOf(link));
      assertThat(reader.read()).isEqualTo(SENT);
      assertThat(reader.read()).isEqualTo(KEPT);
      assertThat(reader.read()).isNull();
    }
  }
}
