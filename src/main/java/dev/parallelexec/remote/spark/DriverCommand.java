package dev.parallelexec.remote.spark;

import dev.parallelexec.jvm.ArgumentFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command of a driver JVM.
 *
 * @param home Spark's classes
 * @param plugin our own
 * @param directory of this driver alone, in which it leaves what it leaves
 * @param address this machine's
 */
record DriverCommand(SparkHome home, Path plugin, Path directory, String address) {
  /** By name, since its class cannot be loaded here: Spark's would be needed. */
  static final String MAIN = "dev.parallelexec.remote.spark.SparkDriver";

  /** Spark's own list (org.apache.spark.launcher.JavaModuleOptions). */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.base/sun.nio.cs",
          "java.base/sun.security.action",
          "java.base/sun.util.calendar",
          "java.security.jgss/sun.security.krb5");

  /** Starts it. Its three streams are the caller's. */
  Process start() throws IOException {
    Path temporary = Files.createDirectories(directory.resolve("tmp"));
    Path arguments = Files.write(directory.resolve("driver.args"), arguments(temporary));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder = new ProcessBuilder(java.toString(), "@" + arguments);
    builder.directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    // Options that are meant for Maven's JVM.
    environment.remove("JDK_JAVA_OPTIONS");
    environment.put("SPARK_HOME", home.home().toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_LOCAL_DIRS", temporary.toString());
    environment.putIfAbsent("SPARK_LOCAL_IP", address);
    return builder.start();
  }

  private byte[] arguments(Path temporary) {
    ArgumentFile file = new ArgumentFile();
    // It waits most of the time: what makes a JVM small and its start short.
    List<String> options = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    options.forEach(file::add);
    file.add("-XX:-UsePerfData").add("-XX:+IgnoreUnrecognizedVMOptions");
    for (String opened : OPENED) {
      file.add("--add-opens=" + opened + "=ALL-UNNAMED");
    }
    file.add("--enable-native-access=ALL-UNNAMED");
    file.add("-Djdk.reflect.useDirectMethodHandle=false");
    file.add("-Dio.netty.tryReflectionSetAccessible=true");
    file.add("-Djava.io.tmpdir=" + temporary);
    List<String> classPath = new ArrayList<>(List.of(plugin.toString()));
    home.classPath().forEach(entry -> classPath.add(entry.toString()));
    return file.add("-cp").add(String.join(File.pathSeparator, classPath)).add(MAIN).bytes();
  }
}
