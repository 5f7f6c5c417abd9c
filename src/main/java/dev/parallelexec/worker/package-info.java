/** The program inside a worker JVM, next to the user's classes: it has no dependency at all. */
package dev.parallelexec.worker;
