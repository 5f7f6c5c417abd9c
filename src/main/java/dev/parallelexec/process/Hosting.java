package dev.parallelexec.process;

/**
 * What all workers of one build have in common.
 *
 * @param door where they knock
 * @param kills whom the system ended
 * @param patience with them
 */
record Hosting(Door door, OomKills kills, Patience patience) {}
