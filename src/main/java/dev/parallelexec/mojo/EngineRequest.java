package dev.parallelexec.mojo;

import dev.parallelexec.pool.EngineKind;

/**
 * The engine that an execution asks for, where that is not this machine's; every value is right.
 *
 * @param kind of it
 * @param settings for it
 */
record EngineRequest(EngineKind kind, EngineKind.Settings settings) {
  /** The same for all executions that may share it. */
  String key() {
    return kind.getClass().getName() + " " + settings;
  }
}
