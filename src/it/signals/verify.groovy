import java.util.concurrent.TimeUnit

def story = evaluate(new File(support))

/** Waits for a state, half a minute at most. */
def await = { String what, Closure<Boolean> state ->
  def deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30)
  while (!state()) {
    assert System.nanoTime() < deadline: what
    Thread.sleep(50)
  }
}

/** What the tasks wrote that have begun: their pids and their children's. */
def begun = { ['one', 'two', 'three'].collect { story.file("target/$it") }.findAll { it.length() > 0 } }

/** Has Maven stopped while two tasks run, waits until nothing is left, and returns its exit code. */
def stopped = { File home, String signal ->
  begun().each { it.delete() }
  def log = story.file("$signal-${home.name}.log")
  def maven = new ProcessBuilder("$home/bin/mvn", '-B', '-o', '-Dmaven.repo.local=' + localRepositoryPath,
      // What is there is there, whatever repository it came from: so in Maven 3, in Maven 4.
      '-Dmaven.legacyLocalRepo=true', '-Daether.lrm.enhanced.trackingFilename=any', 'process-classes')
      .directory(basedir).redirectErrorStream(true).redirectOutput(log).start()
  await("two tasks start, $log") { begun().size() == 2 || !maven.alive }
  assert maven.alive: log.text
  new ProcessBuilder('kill', "-$signal", maven.pid() as String).start().waitFor()
  assert maven.waitFor(10, TimeUnit.SECONDS)
  begun().collectMany { it.text.split(' ') as List }.each { pid ->
    await("$pid is gone") { !ProcessHandle.of(pid as long).map { it.alive }.orElse(false) }
  }
  story.leavesNothingBehind()
  assert !log.text.contains('Exception')
  maven.exitValue()
}

def homes = [new File(System.getProperty('maven.home'))]
homes += new File(basedir, '../../../mavens').listFiles()?.findAll { it.name.startsWith('apache-maven-4') } ?: []
homes.each { home ->
  assert stopped(home, 'TERM') == 143
  def results = story.results('stubborn')
  assert results.tasks*.outcome == ['passed', 'cancelled', 'cancelled', 'cancelled']
  assert results.counts.cancelled == 3
  assert results.stopped == 'Maven was stopped'
  assert story.file("TERM-${home.name}.log").text.contains('1 of 4 done, 2 running: ')
}
assert stopped(homes[0], 'KILL') == 137
