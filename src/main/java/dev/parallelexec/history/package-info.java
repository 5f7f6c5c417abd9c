/** What earlier runs of a list left, and what of it still holds. */
package dev.parallelexec.history;
