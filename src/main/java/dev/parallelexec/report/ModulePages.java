package dev.parallelexec.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The page and the trace of each module of a build. They are drawn from all executions of a module,
 * so drawing them behind each would cost a build of many short ones more than those themselves:
 * behind the first, then twice a second at most, and what is missing then by {@link #draw}.
 * Thread-safe; when Maven is stopped all lists of a module come to their end at once.
 */
public final class ModulePages {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  private final LongSupplier nanoTime;
  private final Map<Path, Module> modules = new HashMap<>();

  /** No module has a page yet. */
  public ModulePages() {
    this(System::nanoTime);
  }

  ModulePages(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** What is told of one: by whom it is drawn next, and when that was done last. */
  private static final class Module {
    private final Map<Path, ListStatus> lists = new HashMap<>();
    private ListHead head;
    private Path latest;
    private Console console;
    private boolean drawn;
    private boolean missing;
    private long at;

    Module(ListHead head, Path latest, Console console) {
      this.head = head;
      this.latest = latest;
      this.console = console;
    }
  }

  /** An execution has begun: how it ended earlier in this build holds no more. */
  synchronized void begun(Path directory) {
    Module module = modules.get(directory.getParent());
    if (module != null) {
      module.lists.remove(directory);
    }
  }

  /**
   * An execution has ended, and its files are written.
   *
   * @param console told where a page cannot be written
   */
  synchronized void ended(ListHead head, ListStatus status, Console console) {
    Path directory = status.directory();
    Path parent = directory.getParent();
    if (parent == null) {
      return;
    }
    Module module = modules.get(parent);
    if (module == null) {
      module = new Module(head, directory, console);
      modules.put(parent, module);
    }
    module.lists.put(directory, status);
    module.head = head;
    module.latest = directory;
    module.console = console;
    module.missing = true;
    if (!module.drawn || nanoTime.getAsLong() - module.at >= PAUSE) {
      draw(parent, module);
    }
  }

  /**
   * Draws the pages that lack an execution: at the end of a module, and of the build. Takes some
   * milliseconds for each, and never fails: what cannot be written is told on the console.
   */
  public synchronized void draw() {
    for (Map.Entry<Path, Module> module : modules.entrySet()) {
      if (module.getValue().missing) {
        draw(module.getKey(), module.getValue());
      }
    }
  }

  private void draw(Path directory, Module module) {
    module.missing = false;
    try {
      if (!module.drawn) {
        Page.style(directory);
      }
      ModulePage all = new ModulePage(directory, module.lists, module.head.build());
      WholeFile.write(directory.resolve(Page.NAME), all::page);
      WholeFile.write(directory.resolve(TraceFile.NAME), out -> all.trace(out, module.latest));
    } catch (IOException e) {
      module.console.warn(
          module.head.prefix()
              + "The page of the module, "
              + directory.resolve(Page.NAME)
              + ", or its trace cannot be written: "
              + Trouble.with(e));
    }
    module.drawn = true;
    module.at = nanoTime.getAsLong();
  }
}
