def story = evaluate(new File(support))

assert story.failure.contains('1 of 20 tasks did not pass: 3')

def results = story.results('fragile')
assert results.counts.passed == 19
assert results.counts.crashed == 1
assert results.tasks.findAll { it.outcome == 'passed' }*.result == (0..19) - 3
assert results.tasks[3].outcome == 'crashed'
assert results.tasks[3].error.exitCode == 7
assert new File(story.reports('fragile'), 'tasks').listFiles().any { it.text.contains('last words') }

story.leavesNothingBehind()
