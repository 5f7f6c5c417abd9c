/** How the values of {@code task} cross a process boundary: one page of frames, length-prefixed. */
package dev.parallelexec.wire;
