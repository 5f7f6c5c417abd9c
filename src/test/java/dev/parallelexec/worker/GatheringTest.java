package dev.parallelexec.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parallelexec.task.Outcome;
import dev.parallelexec.wire.Frame;
import dev.parallelexec.wire.FrameReader;
import dev.parallelexec.wire.FrameWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Permission;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of tasks when what a worker says of short ones cannot be gathered. */
class GatheringTest {
  private static final int MANY = 1000;

  private final ByteArrayOutputStream channel = new ByteArrayOutputStream();

  /** Where users' code has left no room for a further thread. */
  @SuppressWarnings("removal")
  private static final class NoThreads extends SecurityManager {
    private final Thread owner = Thread.currentThread();

    @Override
    public void checkAccess(ThreadGroup group) {
      if (Thread.currentThread() == owner) {
        throw new OutOfMemoryError("unable to create native thread");
      }
    }

    @Override
    public void checkPermission(Permission permission) {}
  }

  @Test
  @EnabledOnJre(JRE.JAVA_17)
  @SuppressWarnings("removal")
  void whereNoThreadCanStartAllGoesOnAsBefore(@TempDir Path temp) throws IOException {
    FrameWriter writer = new FrameWriter(channel);
    Gathering gathering = new Gathering(writer, System.err);
    gathering.setUp(temp.resolve("box").toString());
    System.setSecurityManager(new NoThreads());
    try {
      for (int i = 0; i < MANY; i++) {
        writer.say(new Frame.Started(i, 0));
        writer.write(done(i));
        gathering.ended(0);
      }
    } finally {
      System.setSecurityManager(null);
    }
    writer.say(new Frame.Started(MANY, 0));
    FrameReader reader = new FrameReader(new ByteArrayInputStream(channel.toByteArray()));
    for (int i = 0; i < MANY; i++) {
      assertThat(reader.read()).isEqualTo(new Frame.Started(i, 0));
      assertThat(reader.read()).isInstanceOf(Frame.Done.class);
    }
    assertThat(reader.read()).as("at once").isEqualTo(new Frame.Started(MANY, 0));
  }

  private static Frame.Done done(long seq) {
    return new Frame.Done(seq, Outcome.PASSED, "null", null, new byte[0], 0, false, List.of(), "");
  }
}
