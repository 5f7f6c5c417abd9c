package dev.parallelexec.plan;

/** The ids of one list. */
public final class Ids {
  /** An id as a part of a file name. */
  public static String safeName(String id) {
    throw new UnsupportedOperationException("follows");
  }
}
