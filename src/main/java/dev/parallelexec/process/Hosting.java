package dev.parallelexec.process;

import java.time.Duration;

/**
 * What all workers of one build have in common.
 *
 * @param door where they knock
 * @param kills whom the system ended
 * @param hello how long they may take to knock
 */
record Hosting(Door door, OomKills kills, Duration hello) {}
