def story = evaluate(new File(support))

// The failure came at the end of the module: what the later phases made is there.
assert story.file('target/uncollected-async-1.jar').exists()
assert story.log.contains('BUILD FAILURE')
assert story.log.contains('1 of 2 tasks did not pass: 1')

def results = story.results('fired')
assert results.tasks*.outcome == ['failed', 'passed']
assert results.tasks[0].error.type == 'java.lang.IllegalArgumentException'
assert results.tasks[0].error.message == '1 is odd'
assert results.tasks[1].result == 2

story.leavesNothingBehind()
