/** Tells people what happened: console, logs and results of a task list. */
package dev.parallelexec.report;
