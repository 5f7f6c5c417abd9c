package dev.parallelexec.mojo;

import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/** The parameters of the pool: its workers, their JDK, class path and environment. */
abstract class PoolGoal extends Goal {
  /**
   * How many workers there are at most: a number, as <code>4</code>, or so many for each processor,
   * as <code>1C</code> or <code>0.5C</code> (rounded down, at least 1). There are never more than
   * tasks. The build as a whole never has more workers than the largest bound that one of its
   * executions asks for, also under <code>mvn -T</code>. A build that a task has started has no
   * more workers than its share of the processors: their number divided by the <code>workers</code>
   * around it, and their <code>threadsPerWorker</code>, at least 1; builds may be nested 4 deep.
   */
  @Parameter(property = "parallel-exec.workers", defaultValue = "1C")
  @Nullable String workers;

  /**
   * How many tasks run at once in each worker: for light tasks that share what their JVM has
   * loaded, as <code>multiprocessing.pool.ThreadPool</code>. At most 1000, since a worker has all
   * of its threads from the start and systems refuse a process many more. There are never more
   * workers than tasks need, nor more threads in one than there are tasks. Each task has its own
   * output, result, time limit and exit code, and a <code>
   * function</code> that is no static method has an instance for each thread; but <code>System.out
   * </code>, system properties and all else that is a JVM's are one for all, so the code has to be
   * safe for threads. What a thread prints that no running task has started, or that comes from
   * native code, is shown as the worker's. A child process is found to be left behind by its task
   * where the task's own thread started it (on Linux), else at the end of the list. When a worker
   * dies in which several tasks ran, each of them is tried again alone in one, so that the blame
   * falls on one; see <code>idempotent</code>. <code>systemPropertyVariables</code> must be the
   * same for all tasks then.
   */
  @Parameter(property = "parallel-exec.threadsPerWorker", defaultValue = "1")
  @Nullable String threadsPerWorker;

  /**
   * Ends a worker after so many tasks; its replacement is started before that. <code>0</code> is
   * never.
   */
  @Parameter(property = "parallel-exec.maxTasksPerWorker", defaultValue = "0")
  @Nullable String maxTasksPerWorker;

  /**
   * JVM arguments of the workers, separated by white space, as <code>-Xmx512m
   * -Dfile.encoding=UTF-8</code>. Quotes keep white space together; <code>&#64;{property}</code> is
   * replaced by the project property when the goal runs, so that properties which other plugins set
   * can be used. Where workers of the last build spent a quarter of their time in the JVM's second
   * compiler, <code>-XX:TieredStopAtLevel=1 -XX:+UseSerialGC</code> go before these (on Linux):
   * they halve the time of a tool that runs for seconds. An argument about compilers, as <code>
   * -XX:+TieredCompilation</code>, keeps that away.
   */
  @Parameter(property = "parallel-exec.argLine")
  @Nullable String argLine;

  /**
   * Memory for all workers together: a part of the machine's or container's memory, as <code>60%
   * </code>, or a size, as <code>600m</code> or <code>2g</code>. A worker whose <code>
   * argLine</code> has no <code>-Xmx</code> gets this divided by the larger of <code>workers</code>
   * and the number of processors, at most a quarter of the machine's memory.
   */
  @Parameter(property = "parallel-exec.maxMemory", defaultValue = "60%")
  @Nullable String maxMemory;

  /**
   * The path of the <code>java</code> program that runs the workers; it must be Java 17 or newer.
   * Default: the JDK of <code>jdkToolchain</code>, else the JDK toolchain of the build, else the
   * JDK that runs Maven. The workers' <code>JAVA_HOME</code> follows.
   */
  @Parameter(property = "parallel-exec.jvm")
  @Nullable String jvm;

  /**
   * Requirements on a JDK of <code>toolchains.xml</code>, as <code>
   * &lt;jdkToolchain&gt;&lt;version&gt;21&lt;/version&gt;&lt;/jdkToolchain&gt;</code>. Not used
   * where <code>jvm</code> is set.
   */
  @Parameter @Nullable Map<String, String> jdkToolchain;

  /**
   * Which dependencies of the project are on the workers' class path: those of <code>compile</code>
   * , <code>runtime</code> or <code>test</code>, each as Maven's scope of that name; <code>test
   * </code> adds the project's test classes, too.
   */
  @Parameter(property = "parallel-exec.classpathScope", defaultValue = "runtime")
  @Nullable String classpathScope;

  /**
   * Further jars and directories of the class path, behind all others; relative paths are relative
   * to the module.
   */
  @Parameter(property = "parallel-exec.additionalClasspathElements")
  @Nullable List<String> additionalClasspathElements;

  /**
   * Tools for the workers only, which are not dependencies of the project: each an <code>
   * &lt;additionalClasspathDependency&gt;</code> with <code>groupId</code>, <code>artifactId</code>
   * , <code>version</code> and, if need be, <code>type</code>, <code>classifier</code> and <code>
   * exclusions</code>, or the text <code>groupId:artifactId:version[:classifier[:type]]</code>.
   * They are resolved from the project's repositories together with their own runtime dependencies.
   */
  @Parameter @Nullable PlexusConfiguration additionalClasspathDependencies;

  /**
   * Whether the <code>&lt;dependencies&gt;</code> that the POM gives to this plugin are on the
   * class path, behind the project's: <code>true</code> or <code>false</code>.
   */
  @Parameter(property = "parallel-exec.includePluginDependencies", defaultValue = "false")
  @Nullable String includePluginDependencies;

  /** Whether the project's dependencies are on the class path. */
  @Parameter(property = "parallel-exec.includeProjectDependencies", defaultValue = "true")
  @Nullable String includeProjectDependencies;

  /**
   * Whether the project's own classes come first on the class path. Default: <code>true</code>, but
   * <code>false</code> in an execution that is bound to a phase before <code>compile</code>, where
   * there are none yet.
   */
  @Parameter(property = "parallel-exec.addOutputToClasspath")
  @Nullable String addOutputToClasspath;

  /** The working directory of the workers; it must exist. Relative to the module. */
  @Parameter(property = "parallel-exec.workingDirectory", defaultValue = "${project.basedir}")
  @Nullable String workingDirectory;

  /** Environment variables of the workers, added to those of Maven, which they replace. */
  @Parameter @Nullable Map<String, String> environmentVariables;

  /** Names of environment variables of Maven that the workers do not get. */
  @Parameter(property = "parallel-exec.excludedEnvironmentVariables")
  @Nullable List<String> excludedEnvironmentVariables;

  /**
   * System properties of the workers. A value may contain the placeholders of a task, as <code>
   * {item}</code>, and then holds while that task runs. What the JVM itself reads at its start
   * belongs into <code>argLine</code>.
   */
  @Parameter @Nullable Map<String, String> systemPropertyVariables;

  /**
   * A function, as <code>com.acme.Setup::once</code>, that is called once in every worker before
   * its first task. If it throws, the execution fails. A future that it returns is waited for.
   */
  @Parameter(property = "parallel-exec.initializer")
  @Nullable String initializer;

  /** The arguments of <code>initializer</code>: <code>&lt;argument&gt;</code> elements. */
  @Parameter(property = "parallel-exec.initializerArguments")
  @Nullable List<String> initializerArguments;

  /**
   * How many tasks a worker is sent at once, for each of its threads; <code>0</code> follows the
   * measured durations.
   */
  @Parameter(property = "parallel-exec.chunkSize", defaultValue = "0")
  @Nullable String chunkSize;

  /**
   * Whether workers take their classes out of an archive, which more than halves the start of a
   * tool with thousands of classes: <code>auto</code> or <code>off</code>. After a build whose
   * workers loaded hundreds of classes, an archive of these is made by a background process that
   * does not hold the build up; from then on workers use it, for as long as JDK, jars and JVM
   * arguments stay the same. Archives are kept in the user's cache directory (<code>
   * $XDG_CACHE_HOME</code> or <code>~/.cache</code>, <code>~/Library/Caches</code>, <code>
   * %LOCALAPPDATA%</code>) under <code>parallel-exec/archives</code>, 1 GB of them at most, 60 days
   * after their last use at most; they may be deleted at any time. On the workers' class path jars
   * that are no snapshots and do not come from this build are moved to the front, where no class or
   * resource is both in one of them and in what they pass. Where there can be no archive, as with
   * an agent, a module path or other archive options in <code>argLine</code>, workers start as
   * ever, and the build says why.
   */
  @Parameter(property = "parallel-exec.sharedArchive", defaultValue = "auto")
  @Nullable String sharedArchive;

  /**
   * Where the workers run: <code>local</code>, on this machine; <code>launcher</code>, where the
   * command of <code>launcher</code> puts them; <code>spark</code>, on an Apache Spark cluster.
   * Nothing else changes: order, outcomes, time limits, output and reports are the same. Elsewhere
   * <code>
   * workers</code> has to be a number; there are no archives; a worker's environment is the node's
   * own with <code>environmentVariables</code>; and a task whose node is lost runs again on another
   * one, which is not counted as an attempt, unless <code>idempotent</code> is <code>false</code>.
   * Nodes have to reach this machine over TCP. A jar among the plugin's <code>&lt;dependencies&gt;
   * </code> can bring other engines.
   */
  @Parameter(property = "parallel-exec.engine", defaultValue = "local")
  @Nullable String engine;

  /**
   * For engine <code>launcher</code>: what stands in front of the command of a worker, as <code>ssh
   * host{slot}</code>, <code>srun -n1 -N1 --exact</code> or <code>kubectl run -i …</code>. It has
   * to run <code>sh</code> there with its standard input; <code>{slot}</code> is the worker's
   * number, from 1.
   */
  @Parameter(property = "parallel-exec.launcher")
  @Nullable String launcher;

  /**
   * For engine <code>spark</code>: the cluster, as <code>spark://host:7077</code>, <code>
   * local-cluster[2,1,1024]</code> (processes on this machine), <code>yarn</code> or <code>k8s://…
   * </code>.
   */
  @Parameter(property = "parallel-exec.engineMaster")
  @Nullable String engineMaster;

  /** For engine <code>spark</code>: the cluster's version, which has to be the same. */
  @Parameter(property = "parallel-exec.engineVersion")
  @Nullable String engineVersion;

  /**
   * Settings of the engine by their names: <code>address</code> (of this machine, as the nodes know
   * it) and <code>staging</code> (<code>shared</code>: the nodes have the same files; <code>copy
   * </code>: they are sent what they need; <code>auto</code> looks). <code>spark</code> has all
   * names that begin with <code>spark.</code>, too.
   */
  @Parameter @Nullable Map<String, String> engineProperties;

  /**
   * How long it may take until the first worker has a place elsewhere; <code>0</code> is for ever.
   */
  @Parameter(property = "parallel-exec.engineStartTimeout", defaultValue = "2m")
  @Nullable String engineStartTimeout;
}
