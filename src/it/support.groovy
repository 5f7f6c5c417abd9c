import groovy.json.JsonSlurper
import java.nio.file.Files
import java.nio.file.Path

/**
 * What the verify scripts ask about the build of their story. A script gets one with
 * `def story = evaluate(new File(support))`, as its `basedir` is in the binding that both share.
 */
class Story {
  final File basedir

  Story(File basedir) {
    this.basedir = basedir.canonicalFile
  }

  /** A file of the story's build. */
  File file(String path) {
    new File(basedir, path)
  }

  /** What Maven printed. */
  String getLog() {
    file('build.log').text
  }

  /** The message of the one goal that failed, its lines joined. */
  String getFailure() {
    def parts = log.readLines().dropWhile { !it.contains('[ERROR] Failed to execute goal') }
        .takeWhile { it.startsWith('[ERROR]') && !it.contains('To see the full stack trace') }
    assert parts: "no goal failed in $basedir"
    parts.join('\n')
  }

  /** The directory of an execution's reports. */
  File reports(String execution, String module = '.') {
    file("$module/target/parallel-exec/$execution")
  }

  /** `results.json` of an execution. */
  Map results(String execution, String module = '.') {
    def results = new JsonSlurper().parse(new File(reports(execution, module), 'results.json'), 'UTF-8')
    assert results.schema == 1
    assert results.execution == execution
    assert results.tasks*.index == (0..<results.tasks.size()).toList()
    results
  }

  /** What the tasks of an execution returned, in their order, all of them having passed. */
  List values(String execution, String module = '.') {
    def results = results(execution, module)
    assert results.tasks.findAll { it.outcome != 'passed' }.isEmpty()
    assert results.counts.passed == results.tasks.size()
    results.tasks*.result
  }

  /** How many of these `[started, ended]` were under way at the same time, at most. */
  static int mostAtOnce(List times) {
    times.collect { at -> times.count { it.started <= at.started && at.started < it.ended } }.max()
  }

  /** No process that works in the story's directory, or names it, is left; one that just ends has some seconds. */
  void leavesNothingBehind() {
    def deadline = System.nanoTime() + 5_000_000_000L
    def left = processes()
    while (left && System.nanoTime() < deadline) {
      Thread.sleep(100)
      left = processes()
    }
    assert left.collect { "${it.pid()} ${it.info().commandLine().orElse('?')}" } == []
  }

  private List<ProcessHandle> processes() {
    ProcessHandle.allProcesses().filter { it.alive && belongsHere(it) }.toList()
  }

  private boolean belongsHere(ProcessHandle process) {
    def command = process.info().commandLine().orElse('')
    return (command.contains('java') && command.contains("$basedir${File.separator}")) || directory(process)?.startsWith(basedir.toPath())
  }

  /** Where a process works, where the system tells; the workers' command line is in a file, their directory is not. */
  private static Path directory(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of('/proc', process.pid() as String, 'cwd'))
    } catch (IOException | UnsupportedOperationException ignored) {
      return null
    }
  }
}

new Story(basedir)
