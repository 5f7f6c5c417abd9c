/** Tells people what happened: console, logs, results and pages of a task list. */
package dev.parallelexec.report;
