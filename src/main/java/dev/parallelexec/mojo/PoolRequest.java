package dev.parallelexec.mojo;

import dev.parallelexec.jvm.JavaRuntime;
import dev.parallelexec.process.ListOptions.Bounds;
import dev.parallelexec.task.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.maven.model.Dependency;
import org.jspecify.annotations.Nullable;

/**
 * The workers that an execution asks for; every value is right.
 *
 * @param jvm what runs the workers, and how
 * @param classes what is on their class path
 * @param initializer called once in each; null for none
 * @param initializerArguments for it
 * @param bounds how many, how long, how much
 * @param killGrace between the interrupt of a task and the end of its worker
 * @param engine where the workers are; null for this machine
 */
record PoolRequest(
    Jvm jvm,
    Classes classes,
    @Nullable Call initializer,
    List<String> initializerArguments,
    Bounds bounds,
    Duration killGrace,
    @Nullable EngineRequest engine) {

  /**
   * The JVM of a worker.
   *
   * @param java the JDK; null only where the configuration is wrong
   * @param arguments of the user
   * @param heapBytes where the arguments do not say; 0 leaves it to the JVM
   * @param environment the whole of it
   * @param directory the working directory
   * @param properties those that are the same for all tasks
   * @param archive whether it may take classes out of an archive
   */
  record Jvm(
      @Nullable JavaRuntime java,
      List<String> arguments,
      long heapBytes,
      Map<String, String> environment,
      Path directory,
      Map<String, String> properties,
      boolean archive) {}

  /**
   * The class path, as asked for.
   *
   * @param scope whose dependencies
   * @param output whether the project's own classes
   * @param project whether the project's dependencies
   * @param plugin whether the plugin's dependencies
   * @param tools resolved for the workers only
   * @param elements as they were written
   */
  record Classes(
      WorkerClassPath.Scope scope,
      boolean output,
      boolean project,
      boolean plugin,
      List<Dependency> tools,
      List<String> elements) {}
}
