/**
 * How the values of {@code task} cross a process boundary: one page of frames, length-prefixed.
 *
 * <pre>
 * worker                                       Maven
 *   Hello ───────────────────────────────────►   once, first: the secret that came over stdin
 *   ◄──────────────────────────────────  Setup   once: properties, initializer
 *   Ready ───────────────────────────────────►   once
 *   ◄───────────────────────────────────  Open   a list begins
 *   Opened ──────────────────────────────────►   once a list: what is wrong with its calls
 *   ◄────────────────────────────────────  Run   an attempt; several may be sent ahead
 *   Started, Output…, Done ──────────────────►   each attempt, before and after the user's code
 *   ◄─────────────────────────────────  Recall   give back what has not started
 *   Returned ────────────────────────────────►   once a Recall
 *   ◄─────────────────────────  Dump, Interrupt  for an attempt whose time is up
 *   Dumped ──────────────────────────────────►   once a Dump
 *   ◄─────────────────────────────  Part…, Reduce   answered as an attempt is
 *   ◄──────────────────────────────  Items, Pull   a worker that only yields items
 *   ItemChunk ───────────────────────────────►   once a Pull
 *   Exiting ─────────────────────────────────►   the JVM has begun to shut down in mid-attempt
 *   ◄──────────────────────────────────  Close   a list ends: instances are closed
 *   Closed ──────────────────────────────────►   once a list
 *   ◄───────────────────────────────────  Quit   end; EOF means the same, at once
 * </pre>
 *
 * A frame that its reader does not expect is a protocol error and ends the worker.
 */
package dev.parallelexec.wire;
