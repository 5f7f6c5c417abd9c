package dev.parallelexec.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {
  private static final long MB = 1L << 20;

  @TempDir Path root;

  @Test
  void itAgreesWithTheJvm() {
    var bean =
        (com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean();

    assertThat(Machine.memoryBytes()).isEqualTo(bean.getTotalMemorySize());
  }

  @ParameterizedTest
  @CsvSource({
    "-Xmx512m, 536870912",
    "-Xmx2G, 2147483648",
    "-Xmx1048576, 1048576",
    "-XX:MaxHeapSize=64k, 65536",
    "-Xmx1g -Xmx2m, 2097152",
    "-Xmx1m -XX:MaxRAMPercentage=50, 1048576",
    "-Xmx99999999t, 9223372036854775807",
    "-Xmxlots, ",
    "-Xms1g -Dx=-Xmx1g, ",
    "-XX:MaxRAMPercentage=x, "
  })
  void theHeapIsReadAsTheJvmReadsIt(String arguments, Long bytes) {
    assertThat(Machine.heapOf(List.of(arguments.split(" "))))
        .isEqualTo(bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes));
  }

  @Test
  void aPercentageIsOfTheMachine() {
    assertThat(Machine.heapOf(List.of("-XX:MaxRAMPercentage=12.5")))
        .hasValue(Machine.memoryBytes() / 8);
  }

  @ParameterizedTest
  @CsvSource({
    "6000, 4, 2, 100000, 1500",
    "6000, 1, 4, 100000, 1500",
    "6000, 1, 1, 8000, 2000",
    "100, 50, 1, 8000, 16"
  })
  void theDefaultHeapIsAShareAndAtMostAQuarter(
      long all, int workers, int cpus, long machine, long heap) {
    assertThat(Machine.defaultHeap(all * MB, workers, cpus, machine * MB)).isEqualTo(heap * MB);
  }

  @Test
  void theLeastLimitOnTheWayHolds() throws IOException {
    write("proc/meminfo", "MemTotal:        8192 kB\nMemFree: 1 kB\n");
    write("proc/self/cgroup", "0::/a/b\n");
    write("sys/fs/cgroup/a/memory.max", "4194304\n");
    write("sys/fs/cgroup/a/b/memory.max", "max\n");

    assertThat(new Machine.ControlGroup(root).memoryBytes()).hasValue(4 * MB);
  }

  @Test
  void theOlderKindOfGroupIsRead() throws IOException {
    write("proc/meminfo", "MemTotal:        8192 kB\n");
    write("proc/self/cgroup", "9:cpu,cpuacct:/x\n4:memory:/of/the/host\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "2097152\n");

    assertThat(new Machine.ControlGroup(root).memoryBytes()).hasValue(2 * MB);
  }

  @Test
  void elsewhereNothingIsKnown() {
    assertThat(new Machine.ControlGroup(root).memoryBytes()).isEmpty();
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(root.resolve(file).getParent());
    Files.writeString(root.resolve(file), text);
  }

  @ParameterizedTest
  @CsvSource({"67108864, 64m", "2147483648, 2g", "1536, 1536", "65536, 64k", "1610612736, 1536m"})
  void aSizeIsToldAsAJvmArgumentHasIt(long bytes, String text) {
    assertThat(Machine.text(bytes)).isEqualTo(text);
  }
}
