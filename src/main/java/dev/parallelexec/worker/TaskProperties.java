package dev.parallelexec.worker;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The system properties, with what a task can read about itself answered from the attempt that
 * runs: nothing is stored for tasks that do not ask, and the task's directory is made when it is
 * asked for.
 */
final class TaskProperties extends Properties {
  private static final long serialVersionUID = 1L;

  private static final String OURS = "parallel-exec.";

  TaskProperties(Properties before) {
    putAll(before);
  }

  @Override
  public @Nullable String getProperty(String key) {
    String own = key.startsWith(OURS) ? own(key) : null;
    return own == null ? super.getProperty(key) : own;
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // As the one of Properties.
  public @Nullable Object get(Object key) {
    String own = key instanceof String text && text.startsWith(OURS) ? own(text) : null;
    return own == null ? super.get(key) : own;
  }

  private static @Nullable String own(String key) {
    RunningAttempt attempt = Exit.attempt();
    if (attempt == null || attempt.run == null) {
      return null;
    }
    return switch (key.substring(OURS.length())) {
      case "worker.count" -> Integer.toString(attempt.list.workers);
      case "task.id" -> attempt.run.id();
      case "task.index" -> Integer.toString(attempt.run.index());
      case "task.attempt" -> Integer.toString(attempt.run.attempt());
      case "task.tmpdir" -> attempt.tmpdir();
      default -> null;
    };
  }

  /** All of them, to go {@linkplain #back back} to. */
  Map<Object, Object> snapshot() {
    return new HashMap<>(this);
  }

  /** Makes them what they were, without a moment in which those that did not change are missing. */
  void back(Map<Object, Object> before) {
    if (!equals(before)) {
      keySet().retainAll(before.keySet());
      putAll(before);
    }
  }
}
