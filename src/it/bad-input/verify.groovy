def story = evaluate(new File(support))

// Each parameter's name, with its value.
def wrong = [
  function: 'com.acme.Numbers::cub',
  arguments: '{itme}',
  workers: '0C',
  timeout: 'soon',
  retries: '-1',
  failurePolicy: 'fail-allways',
  output: 'grup',
  maxMemory: '120%',
  argLine: 'unbalanced',
  linesFile: 'missing.txt',
  range: '0..a',
  weight: "'1.5' is not allowed; allowed: a number of slots from 1, or all",
  locks: "locks: '' is not allowed; allowed: a name",
  itmes: 'itmes',
]
def failure = story.failure
def missing = wrong.findAll { name, value -> !(failure.contains(name) && failure.contains(value)) }
assert missing.isEmpty(): failure

// What is allowed, and what was probably meant.
assert failure.contains('fail-at-end')
assert failure.contains('{item}')
assert failure.contains('group')
assert failure.contains("did you mean 'com.acme.Numbers::cube'?")

assert !story.file('target/parallel-exec').exists()

story.leavesNothingBehind()
