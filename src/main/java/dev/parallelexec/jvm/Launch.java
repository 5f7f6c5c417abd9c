package dev.parallelexec.jvm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a worker JVM is started.
 *
 * @param java the {@code java} program
 * @param jvmArguments the user's, one an element; they stand behind ours, so they win
 * @param classPath the user's jars and directories, in order; our own jar is not among them
 * @param environment the complete one: nothing is inherited beside it, but for the few variables
 *     that tell the worker who it is
 * @param directory the working directory
 * @param sharing whether its classes may come out of an archive
 */
public record Launch(
    Path java,
    List<String> jvmArguments,
    List<Path> classPath,
    Map<String, String> environment,
    Path directory,
    Sharing sharing) {
  /** Variables from which a JVM reads arguments, too. */
  static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** Copies the collections. */
  public Launch {
    jvmArguments = List.copyOf(jvmArguments);
    classPath = List.copyOf(classPath);
    environment = Map.copyOf(environment);
  }
}
