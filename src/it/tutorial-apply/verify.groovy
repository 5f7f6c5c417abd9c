def story = evaluate(new File(support))

def spans = story.values('steps')
assert spans*.number == [1, 2, 3]
assert spans.every { it.ended - it.started >= 290 }
assert spans[0].ended <= spans[1].started
assert spans[1].ended <= spans[2].started
assert story.results('steps').mode == 'apply'

story.leavesNothingBehind()
