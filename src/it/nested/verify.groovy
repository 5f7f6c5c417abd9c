def story = evaluate(new File(support))

assert story.values('builds') == [0, 0]

// The share of each is one processor.
['asks-for-many', 'asks-for-nothing'].each {
  assert story.values(it, 'inner') == [0, 1, 8, 27, 64]
  assert story.results(it, 'inner').workers == 1
}
def inner = new File(story.reports('builds'), 'tasks').listFiles().find { it.name.contains('inner') }.text
assert inner.count('A task of another build started this one: its share is 1 of ') == 1
assert inner.contains('5 tasks on 1 worker')

// The builds of builds of builds: the fifth is refused, and those around it tell of it.
def self = new File(story.reports('builds'), 'tasks').listFiles().find { it.name.contains('self') }.text
assert self.contains('this build was started by a task of a build, and so on, 5 times; more than 4 are not allowed')
assert story.file('self/target').list().sort() == ['1', '2', '3', '4']

story.leavesNothingBehind()
