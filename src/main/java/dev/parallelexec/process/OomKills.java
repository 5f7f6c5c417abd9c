package dev.parallelexec.process;

import java.nio.file.Path;

/**
 * The processes of this control group (a container, mostly) that the system ended for want of
 * memory, as far as it tells: Linux counts them. For any thread.
 */
final class OomKills {
  private final Machine.ControlGroup group;
  private long known;

  OomKills() {
    this(Path.of("/"));
  }

  OomKills(Path root) {
    group = new Machine.ControlGroup(root);
    known = group.oomKills();
  }

  private OomKills(Path root, long known) {
    group = new Machine.ControlGroup(root);
    this.known = known;
  }

  /** Of machines that are not asked. */
  static OomKills unknown() {
    return new OomKills(Path.of(""), -1);
  }

  /** Whether the system tells at all. */
  synchronized boolean known() {
    return known >= 0;
  }

  /** Whether there is one that nobody has claimed yet: the caller's, whose process got SIGKILL. */
  synchronized boolean claim() {
    boolean more = known() && group.oomKills() > known;
    known += more ? 1 : 0;
    return more;
  }
}
