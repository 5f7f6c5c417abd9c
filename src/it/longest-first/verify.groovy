import groovy.json.JsonSlurper

def story = evaluate(new File(support))

/** Places in the list, in the order in which the tasks of the second build were handed over. */
def order = { String execution ->
  new File(story.reports(execution), 'events.jsonl').readLines()
      .collect { new JsonSlurper().parseText(it) }
      .findAll { it.event == 'submitted' }*.task
}

assert order('side-by-side') == [3, 1, 0, 2]
// Where no other order is quicker, it is the list's.
assert order('one-worker') == [0, 1, 2, 3]
assert order('one-by-one') == [0, 1, 2, 3]

['side-by-side', 'one-worker', 'one-by-one'].each {
  assert story.results(it).tasks*.arguments == [['1'], ['300'], ['2'], ['600']]
}

story.leavesNothingBehind()
