import java.util.concurrent.TimeUnit

def story = evaluate(new File(support))

if (!System.getenv('PATH').split(':').any { new File(it, 'tmux').canExecute() }) {
  println 'Not told: there is no tmux, so no terminal to look at'
  return true
}

def socket = "parallel-exec-${ProcessHandle.current().pid()}"

def tmux = { String... arguments ->
  def process = new ProcessBuilder(['tmux', '-L', socket, *arguments]*.toString()).redirectErrorStream(true).start()
  def said = process.inputStream.getText('UTF-8')
  process.waitFor()
  said
}

/** What is on the screen, and has left it at its top. */
def screen = { tmux('capture-pane', '-p', '-S', '-') }

/** The same with lines as they were printed, however narrow the screen is. */
def printed = { tmux('capture-pane', '-p', '-J', '-S', '-').readLines()*.stripTrailing().join('\n') }

/** Waits until the screen shows something, a minute at most. */
def await = { String pattern ->
  def deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
  while (!(screen() =~ "(?m)$pattern")) {
    assert System.nanoTime() < deadline: "$pattern on\n${screen()}"
    Thread.sleep(50)
  }
}

// As the stories have it, or Maven 3.10 and 4 would not take what came from the developer's own repository.
def settings = new File(basedir.parentFile, 'interpolated-settings.xml')
def options = "-o -s '$settings' '-Dmaven.repo.local=$localRepositoryPath' -Daether.remoteRepositoryFilter.prefixes=false"

/** Has Maven run in a fresh terminal until the footer is there. */
def started = { File home ->
  story.file('target/go').delete()
  // With what the last run left, its longest tasks would begin, whichever they were.
  assert story.reports('gen').deleteDir()
  new File("$localRepositoryPath", '.cache/parallel-exec/times/com.acme/terminal/gen.json').delete()
  def script = story.file("${home.name}.sh")
  script.text = "unset CI MAVEN_ARGS\ncd '$basedir'\n'$home/bin/mvn' $options process-classes\necho exit=\$?\ncat > /dev/null\n"
  // In sh, as Ctrl-C would otherwise end the script, too.
  tmux('-f', '/dev/null', '-u', 'new-session', '-d', '-x', '200', '-y', '24', "bash -c \"trap : INT; . '$script'\"")
  await(/^gen \[=+> +\]  30%   ?9\/30  2 running  00:\d\d/)
  await(/^  2  1\d +\d+s  SLOW$/)
}

def running = new File(System.getProperty('maven.home'))
def homes = [running] + (new File(basedir, '../../../mavens').listFiles()?.toList() ?: [])

try {
  started(running)
  assert !(screen() =~ /PASS|noise/)
  story.file('target/go').text = ''
  await(/^exit=1$/)
  def shown = printed()
  assert !(shown =~ /\d\/30  \d running/)
  assert shown =~ /(?m)^\[ERROR\]        FAIL \[ .*\] \(..\/30\) 30 +IllegalStateException: no operationId$/
  assert shown.contains('30 tasks: 29 passed (2 slow), 1 failed')
  tmux('kill-server')

  // What is printed works when it is pasted.
  def line = (shown =~ /(?m)^\[INFO\]   Again   mvn (.*)$/)[0][1]
  assert line.contains('parallel-exec:map@gen')
  assert line.contains('-Dparallel-exec.resume=failed')
  def pasted = { String command ->
    def process = new ProcessBuilder('sh', '-c', "'$running/bin/mvn' $command".toString()).directory(basedir).redirectErrorStream(true).start()
    def said = process.inputStream.getText('UTF-8')
    assert process.waitFor() == 1
    said
  }
  // What passed is not run again.
  assert pasted(line) =~ /1 task: .*1 failed/
  // Without that it is the whole list.
  assert pasted(line.replace(' -Dparallel-exec.resume=failed', '')) =~ /30 tasks: .*29 passed/

  homes.each { home ->
    started(home)
    tmux('send-keys', 'C-c')
    await(/^exit=130$/)
    shown = printed()
    assert shown.contains('CANCELLED after ')
    assert !(shown =~ /\d\/30  \d running/)
    assert !shown.contains('Exception')
    assert story.results('gen').stopped == 'Maven was stopped'
    tmux('kill-server')
    story.leavesNothingBehind()
  }
} finally {
  tmux('kill-server')
}

true
