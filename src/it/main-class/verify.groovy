def story = evaluate(new File(support))

assert story.failure.contains('1 of 3 tasks did not pass: 3')

def results = story.results('tools')
assert results.tasks*.outcome == ['passed', 'failed', 'passed']
assert results.tasks[1].error.exitCode == 3
assert results.counts.failed == 1

// One worker did them all.
def pids = ['0', '3', 'none'].collect { story.file("target/pids/$it").text }
assert pids.toSet().size() == 1
assert pids[0] ==~ /\d+/

story.leavesNothingBehind()
