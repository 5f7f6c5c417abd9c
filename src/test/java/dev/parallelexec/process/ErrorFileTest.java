package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorFileTest {
  @TempDir Path temp;

  private ErrorFile read(String head) throws IOException {
    Path path = Files.writeString(temp.resolve("hs_err_pid4713.log"), head);
    ErrorFile file = ErrorFile.read(path, false);
    assertThat(file).isNotNull();
    return file;
  }

  @Test
  void aSignalAndItsFrameAreRead() throws IOException {
    ErrorFile file =
        read(
            """
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x00007f8c1c0b4d1e, pid=4713, tid=4714
            #
            # JRE version: OpenJDK Runtime Environment (17.0.15+6) (build 17.0.15+6-Debian-1)
            # Problematic frame:
            # C  [libfast.so+0x9d1e]  shrink+0x1e
            #
            """);
    assertThat(file.where())
        .isEqualTo("SIGSEGV (0xb), problematic frame: C  [libfast.so+0x9d1e]  shrink+0x1e");
    assertThat(file.memory()).isEmpty();
  }

  @Test
  void wantOfNativeMemoryIsRead() throws IOException {
    ErrorFile file =
        read(
            """
            #
            # There is insufficient memory for the Java Runtime Environment to continue.
            # Native memory allocation (mmap) failed to map 65536 bytes. Error detail: committing.
            # Possible reasons:
            """);
    assertThat(file.memory())
        .isEqualTo(
            "Native memory allocation (mmap) failed to map 65536 bytes. Error detail: committing.");
  }

  @Test
  void aFullHeapIsRead() throws IOException {
    ErrorFile file =
        read(
            """
            #  Internal Error (debug.cpp:362), pid=4713, tid=4714
            #  fatal error: OutOfMemory encountered: Java heap space
            """);
    assertThat(file.memory()).isEqualTo("Java heap space");
    assertThat(file.cause()).isEqualTo("Internal Error (debug.cpp:362)");
  }

  @Test
  void anythingElseSaysNothing() throws IOException {
    assertThat(read("").where()).isEmpty();
    assertThat(read("# Problematic frame:").where()).isEmpty();
    assertThat(read("\0\1\2").where()).isEmpty();
    assertThat(ErrorFile.read(temp.resolve("none"), false)).isNull();
  }

  @Test
  void aHugeOneIsCut() throws IOException {
    ErrorFile file = read("# head\n" + "x".repeat(ErrorFile.MOST_BYTES));
    Path directory = temp.resolve("report/gen");
    file.moveTo(directory);
    assertThat(file.path()).doesNotExist();
    assertThat(directory.resolve("hs_err_pid4713.log")).hasSize(ErrorFile.MOST_BYTES);
  }

  @Test
  void whatCannotBeKeptIsSaid() throws IOException {
    ErrorFile file = read("# head");
    Path occupied = Files.writeString(temp.resolve("occupied"), "");
    assertThat(new ErrorFiles(occupied).keep(file))
        .startsWith("; hs_err_pid4713.log could not be kept: ");
    assertThat(new ErrorFiles(occupied).keep(null)).isEmpty();
  }

  /** Both kinds of control groups, in a tree of their own. */
  @Test
  void aProcessThatTheSystemEndedIsClaimedOnce() throws IOException {
    Files.createDirectories(temp.resolve("proc/self"));
    Files.writeString(temp.resolve("proc/self/cgroup"), "4:memory:/box\n0::/\n");
    Path group = Files.createDirectories(temp.resolve("sys/fs/cgroup/memory/box"));
    Path counter = group.resolve("memory.oom_control");
    Files.writeString(counter, "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
    OomKills kills = new OomKills(temp);
    assertThat(kills.claim()).isFalse();
    Files.writeString(counter, "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n");
    assertThat(Stream.of(kills.claim(), kills.claim())).containsExactly(true, false);

    Files.writeString(temp.resolve("proc/self/cgroup"), "0::/box\n");
    Path unified = Files.createDirectories(temp.resolve("sys/fs/cgroup"));
    Files.writeString(unified.resolve("memory.events"), "oom 1\noom_kill 7\noom_group_kill 0\n");
    assertThat(kills.claim()).isTrue();
  }

  @Test
  void aKillForWantOfMemoryIsOutOfMemory() throws IOException {
    OomKills none = new OomKills(temp);
    Death death =
        new Autopsy(Death.Stage.READY, null, 137, false, null, "", null, false).death(none);
    assertThat(death.outOfMemory()).isEmpty();
    assertThat(death.signal()).isEqualTo("SIGKILL");

    Files.createDirectories(temp.resolve("proc/self"));
    Files.writeString(temp.resolve("proc/self/cgroup"), "0::/box\n");
    Path events =
        Files.createDirectories(temp.resolve("sys/fs/cgroup/box")).resolve("memory.events");
    Files.writeString(events, "oom_kill 0\n");
    OomKills kills = new OomKills(temp);
    Files.writeString(events, "oom_kill 1\n");
    Death killed =
        new Autopsy(Death.Stage.READY, null, 137, false, null, "", null, false).death(kills);
    assertThat(killed.outOfMemory())
        .isEqualTo(
            "exit 137 (SIGKILL): killed by the system, for want of memory in its control group;"
                + " give the container more memory, or the list fewer workers");
    Death next =
        new Autopsy(Death.Stage.READY, null, 137, false, null, "", null, false).death(kills);
    assertThat(next.outOfMemory()).as("told once").isEmpty();
    assertThat(next.reason()).contains("killed from outside, not for want of memory");

    Death ours = new Autopsy(Death.Stage.READY, null, 137, true, null, "", null, false).death(none);
    assertThat(ours.exitCode()).isNull();
    assertThat(ours.reason()).isEqualTo("it was ended");
  }
}
