def story = evaluate(new File(support))

def fill = story.values('fill')
def look = story.values('look').collectEntries { [it.name, it] }
assert look.keySet() as List == ['count', 'list', 'think', 'measure', 'sum']

// The lock is the whole build's, and nobody waited for the other list as a whole.
assert story.mostAtOnce(fill + [look.count, look.list]) == 1
assert story.mostAtOnce(fill + look.values()) > 1

// All slots of its list: nothing of that runs beside it.
def beside = look.values().findAll { it.name != 'measure' && it.started < look.measure.ended && it.ended > look.measure.started }
assert beside == []
assert look.think.ended <= look.measure.started

// A list that is kept waiting for less than slowAfter says nothing.
assert !story.log.contains('Nothing of this list can run')

story.leavesNothingBehind()
