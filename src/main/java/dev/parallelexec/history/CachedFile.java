package dev.parallelexec.history;

/**
 * An output as an entry of the cache tells of it.
 *
 * @param path below the module's directory, with {@code /} between its names
 * @param hash of its content, which names the blob
 * @param size in bytes
 * @param executable whether its owner may execute it
 */
record CachedFile(String path, String hash, long size, boolean executable) {}
