/** From what the POM says to an ordered list of tasks. */
package dev.parallelexec.plan;
