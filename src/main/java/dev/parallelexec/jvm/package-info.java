/** What a worker's JVM is started from: a JDK, and a class path that is fit for a worker. */
package dev.parallelexec.jvm;
