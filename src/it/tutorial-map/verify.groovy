def story = evaluate(new File(support))

assert story.values('cubes') == [0, 1, 8, 27, 64]

def results = story.results('cubes')
assert results.mode == 'map'
assert results.workers == 4
assert results.tasks*.arguments == [['0'], ['1'], ['2'], ['3'], ['4']]
assert results.tasks.every { it.slot in 1..4 && it.attempts == 1 }

def reports = story.reports('cubes')
assert new File(reports, 'index.html').text.contains('All 5 tasks passed')
assert new File(reports, 'style.css').length() > 0
assert new File(reports, 'TEST-parallel-exec.tutorial-map.cubes.xml').text.contains('tests="5"')
assert new File(reports, 'joblog.tsv').readLines().size() == 6
assert new File(reports, 'events.jsonl').readLines().count { it.contains('"event":"finished"') } == 5
assert new File(reports, 'status.json').text.contains('"state":"finished"')
assert new File(reports, 'trace.json').text.contains('parallel-exec cubes')
assert new File(reports.parentFile, 'index.html').text.contains('cubes/index.html')
assert story.log.contains('Report  target/parallel-exec/cubes/index.html')

story.leavesNothingBehind()
