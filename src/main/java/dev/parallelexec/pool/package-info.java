/** The vocabulary of {@code multiprocessing.Pool} over any engine. */
package dev.parallelexec.pool;
