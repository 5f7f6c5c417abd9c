package dev.parallelexec.remote;

import java.util.Locale;

/** How the nodes come by files of this machine. */
enum Staging {
  /** Each node is asked whether it has this machine's files under their names. */
  AUTO,
  /** They have them. */
  SHARED,
  /** They are sent them. */
  COPY;

  /** The word in the POM. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
