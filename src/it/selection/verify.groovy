import groovy.json.JsonSlurper

def story = evaluate(new File(support))
def tasks = { new JsonSlurper().parse(new File(story.reports(it), 'results.json')).tasks }

assert tasks('filtered')*.id == ['0', '1', '2', '4', '5', '6', '7', '8', '9']
assert tasks('filtered')*.index == [0, 1, 2, 4, 5, 6, 7, 8, 9]
assert tasks('first')*.result == [0, 27, 216, 729]
assert (tasks('timed-first') + tasks('timed-second'))*.id.sort() == tasks('all')*.id
assert !tasks('timed-first').empty && !tasks('timed-second').empty
assert tasks('often')*.id == ['7 (1 of 3)', '7 (2 of 3)', '7 (3 of 3)']
assert tasks('often')*.result == [343, 343, 343]

// A dry run tells, and runs nothing.
['dry', 'dry-async'].each {
  def dry = new JsonSlurper().parse(new File(story.reports(it), 'dry-run.json'))
  assert dry.tasks*.arguments == (0..9).collect { ["$it" as String] }
  assert dry.tasks.every { it.call == 'com.acme.Numbers::cube' }
  assert !new File(story.reports(it), 'results.json').exists()
}
assert story.log.contains('Dry run: 10 tasks would run, none does')
assert story.log.contains('9: com.acme.Numbers::cube with "9"')

story.leavesNothingBehind()
