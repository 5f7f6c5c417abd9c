def story = evaluate(new File(support))

assert story.values('together') == ['abcd'] * 4
def logs = new File(story.reports('together'), 'tasks').listFiles().sort()
assert logs*.text*.readLines() == [['name: a'], ['name: b'], ['name: c'], ['name: d']]

assert story.failure.contains('1 of 3 tasks did not pass: bad')
def results = story.results('crash')
assert results.counts.passed == 2
assert results.counts.crashed == 1
assert results.tasks*.attempts == [1, 1, 1]
assert results.tasks[1].error.exitCode == 7
assert story.log.contains('died while 3 tasks ran in it')
def log = new File(story.reports('crash'), 'tasks').listFiles().find { it.name.contains('bad') }.text
assert log.count('last words') == 2
assert log.contains('=== tried again alone: worker 1')

def events = new File(story.reports('crash'), 'events.jsonl').readLines()
assert events.count { it.contains('"event":"takenBack"') } == 3
assert new File(story.reports('together'), 'trace.json').text.contains('worker 1.4')

story.leavesNothingBehind()
