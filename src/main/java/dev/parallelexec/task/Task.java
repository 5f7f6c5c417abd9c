package dev.parallelexec.task;

import java.util.Map;

/**
 * One unit of work that a worker does.
 *
 * @param index place in its list, from 0
 * @param id unique in its list
 * @param call what is called
 * @param arguments with what
 * @param properties system properties that hold while this task runs, and only then
 * @param limits time and attempts
 */
public record Task(
    int index,
    String id,
    Call call,
    Arguments arguments,
    Map<String, Text> properties,
    Limits limits) {
  /** Copies the properties. */
  public Task {
    properties = Map.copyOf(properties);
  }
}
