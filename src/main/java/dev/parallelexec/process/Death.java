package dev.parallelexec.process;

import dev.parallelexec.jvm.ExitWords;
import dev.parallelexec.task.Failure;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ended, most specific reason first.
 *
 * @param stage how far it had come
 * @param initializer what the initializer threw; null unless that is the reason
 * @param exit of its process; null where it could not be learned, as of one that is lost, or says
 *     nothing because we ended the process
 * @param reason a phrase for people, as {@code exit 137 (SIGKILL): killed from outside}
 * @param outOfMemory a sentence, where it died for want of memory; else empty
 * @param lastWords the last bytes that its process wrote past our streams; may be empty
 * @param errorFile what its JVM wrote about its crash; null where it wrote nothing
 * @param lost whether it was the end of its machine, or of the link to it: nothing that it ran is
 *     to blame
 */
record Death(
    Stage stage,
    @Nullable Failure initializer,
    @Nullable ExitWords exit,
    String reason,
    String outOfMemory,
    String lastWords,
    @Nullable ErrorFile errorFile,
    boolean lost) {
  /** How far a worker had come. */
  enum Stage {
    /** It had not said hello. */
    STARTING,
    /** It had said hello and was not ready: it ran the initializer. */
    INITIALIZING,
    /** It took tasks. */
    READY
  }

  /** Null where it is not known, or says nothing. */
  @Nullable Integer exitCode() {
    return exit == null ? null : Integer.valueOf(exit.code());
  }

  /** As {@code SIGKILL}; empty where it was none. */
  String signal() {
    return exit == null ? "" : exit.signal();
  }
}
