/**
 * The Maven goals and the build session: they read the POM, open a pool and pass the verdict. The
 * only room that knows Maven.
 */
package dev.parallelexec.mojo;
