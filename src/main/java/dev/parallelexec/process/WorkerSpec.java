package dev.parallelexec.process;

import dev.parallelexec.jvm.Fingerprint;
import dev.parallelexec.jvm.Launch;
import dev.parallelexec.task.Call;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes one worker as good as another: a warm worker is used again where the whole spec is
 * equal and the {@link Fingerprint} of the class path is still the same.
 *
 * @param launch how its JVM is started
 * @param properties system properties that hold for the worker's whole life; they go over the
 *     channel, never through argv
 * @param initializer called once, before the first task; null where there is none
 * @param initializerArguments for it
 * @param heapBytes the most heap that it gets where the user's own JVM arguments do not say; 0
 *     leaves it to the JVM
 */
public record WorkerSpec(
    Launch launch,
    Map<String, String> properties,
    @Nullable Call initializer,
    List<String> initializerArguments,
    long heapBytes) {
  /** Copies the collections. */
  public WorkerSpec {
    properties = Map.copyOf(properties);
    initializerArguments = List.copyOf(initializerArguments);
  }
}
