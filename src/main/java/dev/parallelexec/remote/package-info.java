/** Puts workers on other machines, by means that exist there already. */
package dev.parallelexec.remote;
