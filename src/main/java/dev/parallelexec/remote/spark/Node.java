package dev.parallelexec.remote.spark;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Where a task is.
 *
 * @param name of the machine, as the cluster has it
 * @param executor the number of the process, as Spark has it
 * @param directory Spark's own there, which it clears away
 * @param file tells where a file that went along is
 */
record Node(String name, String executor, Path directory, UnaryOperator<String> file) {}
