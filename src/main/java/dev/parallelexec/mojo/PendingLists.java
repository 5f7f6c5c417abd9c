package dev.parallelexec.mojo;

import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.maven.project.MavenProject;

/**
 * The fired lists of a build, in the order in which they were fired. Whoever takes a list has to
 * end it; nobody else gets it. For any thread.
 *
 * <p>A forked lifecycle runs on a copy of its module while the module itself is under way, so each
 * list knows how deep in forks it was fired: the end of a fork takes what the fork fired, and
 * leaves what the module fired before.
 */
final class PendingLists {
  private record Entry(String module, int depth, PendingList list) {
    String id() {
      return list.execution().getExecutionId();
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> everFired = new HashSet<>();
  private final Map<String, Integer> depths = new HashMap<>();

  synchronized void add(PendingList list) {
    String module = module(list.project());
    Entry entry = new Entry(module, depths.getOrDefault(module, 0), list);
    entries.add(entry);
    everFired.add(module + '\n' + entry.id());
  }

  /** Whether none waits to be collected. */
  synchronized boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Whether this execution fired a list earlier in this build, collected or not. */
  synchronized boolean fired(MavenProject project, String executionId) {
    return everFired.contains(module(project) + '\n' + executionId);
  }

  /** The module's lists with such execution ids. */
  synchronized List<PendingList> take(MavenProject project, Predicate<String> ids) {
    String module = module(project);
    return take(entry -> entry.module.equals(module) && ids.test(entry.id()));
  }

  synchronized List<PendingList> takeAll() {
    return take(entry -> true);
  }

  synchronized void forkStarted(MavenProject project) {
    depths.merge(module(project), 1, Integer::sum);
  }

  /** The lists that the innermost fork of this module fired. */
  synchronized List<PendingList> forkEnded(MavenProject project) {
    String module = module(project);
    // 0 where the fork began before this plugin's first goal: then all was fired within it.
    int depth = depths.getOrDefault(module, 0);
    depths.put(module, Math.max(0, depth - 1));
    return take(entry -> entry.module.equals(module) && entry.depth >= depth);
  }

  private List<PendingList> take(Predicate<Entry> which) {
    List<PendingList> taken = new ArrayList<>();
    for (Iterator<Entry> each = entries.iterator(); each.hasNext(); ) {
      Entry entry = each.next();
      if (which.test(entry)) {
        each.remove();
        taken.add(entry.list);
      }
    }
    return taken;
  }

  /** What a module and its forked copies have in common. */
  private static String module(MavenProject project) {
    File pom = project.getFile();
    return project.getId() + '@' + (pom == null ? "" : pom.getPath());
  }
}
