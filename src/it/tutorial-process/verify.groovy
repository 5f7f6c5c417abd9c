def story = evaluate(new File(support))

assert story.values('talk') == ['answered', true]

def tasks = story.results('talk').tasks
assert tasks*.id == ['caller', 'answerer']
assert tasks*.slot.toSet() == [1, 2].toSet()

story.leavesNothingBehind()
