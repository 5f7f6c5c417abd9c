/** The engine on this machine: it forks, feeds, watches and buries worker JVMs. */
package dev.parallelexec.process;
