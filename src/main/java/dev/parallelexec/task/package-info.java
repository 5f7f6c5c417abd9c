/** What is to be done and what came of it: immutable values, and nothing that acts. */
package dev.parallelexec.task;
