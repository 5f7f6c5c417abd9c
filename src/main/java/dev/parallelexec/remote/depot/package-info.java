/**
 * The program that keeps files on a node, and what it says over its streams: sent there, so that it
 * needs {@code java.base} and nothing else.
 */
package dev.parallelexec.remote.depot;
