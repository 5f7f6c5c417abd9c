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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** When what a worker says of short tasks waits, for how long, and where it cannot. */
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

  /** Where a thread of that name was there before, it is another test's. */
  private static Thread moments(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("parallel-exec moments") && !before.contains(t))
        .findFirst()
        .orElseThrow();
  }

  private void await(String what, BooleanSupplier there) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    while (!there.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.sleep(1);
    }
  }

  private boolean waits(FrameWriter writer) throws IOException {
    int before = channel.size();
    writer.say(new Frame.Started(1, 0));
    return channel.size() == before;
  }

  private static void manyShort(Gathering gathering) throws IOException {
    for (int i = 0; i < MANY; i++) {
      gathering.ended(0);
    }
  }

  /** Where something must not be sent meanwhile, this has the writer for itself. */
  @Test
  void whatWaitsGoesOutSoonAndWhereNothingDoesAThreadRests(@TempDir Path temp) throws Exception {
    final Set<Thread> before = Thread.getAllStackTraces().keySet();
    FrameWriter writer = new FrameWriter(channel);
    Gathering gathering = new Gathering(writer, System.err);
    gathering.setUp(temp.resolve("box").toString());
    synchronized (writer) {
      manyShort(gathering);
      assertThat(waits(writer)).isTrue();
    }
    Thread moments = moments(before);
    assertThat(moments.isDaemon()).isTrue();
    await("it is sent", () -> channel.size() > 0);
    await("it rests", () -> moments.getState() == Thread.State.WAITING);
    assertThat(waits(writer)).as("while it rests").isFalse();
    moments.interrupt();
    int sent = channel.size();
    synchronized (writer) {
      manyShort(gathering);
      assertThat(waits(writer)).as("when it goes on").isTrue();
    }
    await("it is sent, too", () -> channel.size() > sent);
    await("it rests once more", () -> moments.getState() == Thread.State.WAITING);
    synchronized (writer) {
      manyShort(gathering);
      assertThat(waits(writer)).isTrue();
      gathering.ended(TimeUnit.SECONDS.toNanos(1));
      assertThat(waits(writer)).as("among long ones").isFalse();
    }
  }

  private static Frame.Done done(long seq) {
    return new Frame.Done(seq, Outcome.PASSED, "null", null, new byte[0], 0, false, List.of(), "");
  }
}
