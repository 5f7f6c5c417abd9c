package dev.parallelexec.jvm;

import java.nio.file.Path;
import java.util.List;

/**
 * What is done about an archive for some workers.
 *
 * @param entry which one
 * @param request how it is made
 * @param classPath with which it can be used
 * @param made whether it is there; else workers start as ever, and one writes down what it loads
 * @param logged whether variables of the environment say what the JVM logs; they come before ours,
 *     which would take it back
 * @param checked whether what it passes was looked at; a training makes that possible
 */
record ArchivePlan(
    ArchiveEntry entry,
    ArchiveRequest request,
    List<Path> classPath,
    boolean made,
    boolean logged,
    boolean checked) {}
