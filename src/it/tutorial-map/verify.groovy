def story = evaluate(new File(support))

assert story.values('cubes') == [0, 1, 8, 27, 64]

def results = story.results('cubes')
assert results.mode == 'map'
assert results.workers == 4
assert results.tasks*.arguments == [['0'], ['1'], ['2'], ['3'], ['4']]
assert results.tasks.every { it.slot in 1..4 && it.attempts == 1 }

story.leavesNothingBehind()
