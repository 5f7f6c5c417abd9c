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
 * @param claims slots, locks and files
 */
public record Task(
    int index,
    String id,
    Call call,
    Arguments arguments,
    Map<String, Text> properties,
    Limits limits,
    Claims claims) {
  /** Copies the properties. */
  public Task {
    properties = Map.copyOf(properties);
  }

  /** A task that claims nothing beside its worker. */
  public Task(
      int index,
      String id,
      Call call,
      Arguments arguments,
      Map<String, Text> properties,
      Limits limits) {
    this(index, id, call, arguments, properties, limits, Claims.NONE);
  }
}
