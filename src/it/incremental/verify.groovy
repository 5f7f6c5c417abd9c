import groovy.json.JsonSlurper

def story = evaluate(new File(support))

// The dry run left the second run's files as they were.
def pages = story.results('pages')
assert pages.counts.'up-to-date' == 2
assert pages.counts.passed == 0
assert pages.tasks*.outcome == ['up-to-date', 'up-to-date']
assert pages.tasks*.result == [[title: 'first note', length: 10], [title: 'a second, longer note', length: 21]]
assert pages.value == 'a second, longer note'
assert story.file('target/classes/pages/more/second.html').text == '<p>a second, longer note</p>'

assert story.results('fired').tasks*.outcome == ['up-to-date', 'passed']
assert story.file('target/copies/below/copy.txt').text == 'copied'

def log = story.log
assert log =~ /2 tasks: .*2 passed/
assert log =~ /2 tasks: .*2 up to date/
assert log.contains('0 of 2 tasks would run, none does')
assert log.contains('1 of 2 tasks would run, none does')

def dry = new JsonSlurper().parse(new File(story.reports('fired'), 'dry-run.json'))
assert dry.tasks*.runs == [false, true]
assert dry.tasks[1].why == 'it says neither inputs nor outputs'

story.leavesNothingBehind()
