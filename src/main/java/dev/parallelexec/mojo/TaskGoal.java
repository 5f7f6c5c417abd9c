package dev.parallelexec.mojo;

import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/** The parameters that say what the tasks are. */
abstract class TaskGoal extends PoolGoal {
  /**
   * What every task calls: <code>com.acme.Numbers::cube</code> is a public static method, or a
   * public method of a public class with a public constructor without parameters; a class name
   * alone is a <code>Function</code>, <code>Callable</code>, <code>Runnable</code> or <code>
   * Supplier</code>. The arguments are converted to the types of its parameters. Where it returns a
   * <code>Future</code> or <code>CompletionStage</code>, its task ends when that does, with its
   * value or its failure.
   */
  @Parameter(property = "parallel-exec.function")
  @Nullable String function;

  /**
   * The class whose <code>main(String[])</code> every task calls, in a warm worker. <code>
   * System.exit(n)</code> ends the task with exit code n, never the worker.
   */
  @Parameter(property = "parallel-exec.mainClass")
  @Nullable String mainClass;

  /** The exit codes with which a <code>mainClass</code> passes; default: <code>0</code>. */
  @Parameter(property = "parallel-exec.successCodes")
  @Nullable List<String> successCodes;

  /**
   * The arguments of each task: one <code>&lt;argument&gt;</code> an argument, with placeholders as
   * <code>{item}</code>, <code>{1}</code>, <code>{index}</code>, <code>{slot}</code>, <code>{id}
   * </code> and, for files, <code>{path}</code>, <code>{name}</code>, <code>{stem}</code>, <code>
   * {extension}</code>, <code>{dir}</code>, <code>{relative}</code>, <code>{relativeDir}</code>,
   * <code>{relativeStem}</code>; <code>{{</code> is a brace. Left out: the item itself, or its
   * columns. <code>&lt;arguments/&gt;</code>: none. On a command line separated by commas.
   */
  @Parameter(property = "parallel-exec.arguments")
  @Nullable List<String> arguments;

  /**
   * Unlike tasks, written out: each <code>&lt;task&gt;</code> has <code>id</code>, <code>function
   * </code> or <code>mainClass</code>, <code>arguments</code>, <code>successCodes</code>, <code>
   * timeout</code>, <code>retries</code>, <code>idempotent</code>, <code>inputs</code>, <code>
   * outputs</code>, <code>weight</code> and <code>locks</code>. Not together with items.
   */
  @Parameter @Nullable PlexusConfiguration tasks;

  /**
   * The items, of which each becomes one task: <code>&lt;item&gt;</code> elements. On a command
   * line separated by commas, as <code>-Dparallel-exec.items=1,2,3</code>; spaces around an item
   * and empty items are dropped there. Items, files, lines, range and function may be combined and
   * follow each other in that order.
   */
  @Parameter(property = "parallel-exec.items")
  @Nullable PlexusConfiguration items;

  /**
   * Files as items: a Maven file set with <code>directory</code>, <code>includes</code>, <code>
   * excludes</code> and <code>followSymlinks</code> (<code>true</code>). Sorted by path; an item is
   * the absolute path. Maven's default excludes apply.
   */
  @Parameter @Nullable PlexusConfiguration files;

  /**
   * A file, in UTF-8, each of whose lines is an item; blank lines are dropped. Read while the tasks
   * run, so it may be huge.
   */
  @Parameter(property = "parallel-exec.linesFile")
  @Nullable String linesFile;

  /** Numbers as items: <code>0..4</code>, <code>4..0</code>, <code>0..100..10</code>. */
  @Parameter(property = "parallel-exec.range")
  @Nullable String range;

  /**
   * A function that returns the items, as an <code>Iterable</code>, <code>Iterator</code>, <code>
   * Stream</code> or array. Called once, in a worker of its own; read while the tasks run.
   */
  @Parameter(property = "parallel-exec.itemsFunction")
  @Nullable String itemsFunction;

  /**
   * Text (not a pattern) that splits every item into columns, the placeholders <code>{1}</code>,
   * <code>{2}</code>, …
   */
  @Parameter(property = "parallel-exec.itemSeparator")
  @Nullable String itemSeparator;

  /**
   * The cross product of item lists: <code>&lt;matrix&gt;&lt;items&gt;…&lt;/items&gt;
   * &lt;items&gt;…&lt;/items&gt;&lt;/matrix&gt;</code>, the first list slowest, with the columns
   * <code>{1}</code>, <code>{2}</code>, …
   */
  @Parameter @Nullable PlexusConfiguration matrix;

  /**
   * What a source that yields nothing means: <code>warn</code>, <code>fail</code>, <code>ignore
   * </code>.
   */
  @Parameter(property = "parallel-exec.noTasks", defaultValue = "warn")
  @Nullable String noTasks;

  /**
   * A function that is called once, in a worker, with the <code>List</code> of the results when all
   * tasks passed; what it returns is the <code>value</code> of the list.
   */
  @Parameter(property = "parallel-exec.reducer")
  @Nullable String reducer;

  /**
   * The files that each task reads: paths and globs (<code>src/{relativeStem}/**&#47;*.txt</code>),
   * relative to the module, with placeholders; a directory is all that is in it. A task that says
   * what it reads or writes runs again only when one of these files has other contents, or its
   * function, arguments, class path, JVM arguments, JDK, environment or system properties have
   * changed; else it is <code>up-to-date</code> and keeps its result.
   */
  @Parameter(property = "parallel-exec.inputs")
  @Nullable List<String> inputs;

  /**
   * The files that each task writes, as <code>inputs</code>. A task of which one is missing or was
   * changed runs again. They are removed before it does, and when the task is gone from the list.
   * Two tasks cannot write the same file.
   */
  @Parameter(property = "parallel-exec.outputs")
  @Nullable List<String> outputs;

  /**
   * How many slots (threads of workers) each task takes while it runs, or <code>all</code>; more
   * than there are is all. Default: <code>1</code>.
   */
  @Parameter(property = "parallel-exec.weight")
  @Nullable String weight;

  /**
   * Names of what each task needs for itself: two tasks that name the same lock never run at the
   * same time, in the whole build.
   */
  @Parameter(property = "parallel-exec.locks")
  @Nullable List<String> locks;
}
