/** Places for workers on clusters that exist already: a slot of theirs for each worker. */
package dev.parallelexec.remote.spark;
