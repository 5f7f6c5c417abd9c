def story = evaluate(new File(support))

// As the runner of GitHub Actions reads a log.
def commands = []
def stopped = null
story.log.readLines().each { line ->
  def start = line.stripLeading()
  if (stopped) {
    stopped = start == "::$stopped::" ? null : stopped
  } else if (start.startsWith('::stop-commands::')) {
    stopped = start.substring('::stop-commands::'.length())
  } else if (start.startsWith('::') || line.contains('##[')) {
    commands << start
  }
}
assert !stopped
assert commands.size() == 5
assert commands[0] ==~ /::group::PASS \[.*\] \(1\/4\) good/
assert commands[1] == '::endgroup::'
assert commands[2] ==~ /::group::PASS \[.*\] \(3\/4\) evil/
assert commands[3] == '::endgroup::'
assert commands[4] == '::error file=src/main/java/com/acme/Gen.java,line=10,title=gen%3A bad failed::' +
    'IllegalStateException: ::error::forged'

def summary = story.file('target/summary.md').getText('UTF-8')
assert summary.contains('4 tasks&#58; 3 passed&#44; 1 failed in ')
assert summary.contains('| bad | failed | ')
story.leavesNothingBehind()
