def story = evaluate(new File(support))

assert story.values('training')[0].startsWith('made ')

// Of PlantUML's classes the first build's worker read all, the second one's almost none.
def loaded = basedir.listFiles().findAll { it.name ==~ /loaded-\d+\.log/ }
    .collect { it.readLines().findAll { line -> line.contains(' net.sourceforge.plantuml.') } }
assert loaded.size() == 2
def shared = loaded.collect { lines -> lines.count { it.contains('shared objects file') } / lines.size() }.sort()
assert shared[0] == 0
assert shared[1] > 0.9

// Nobody was told anything.
assert !story.log.contains('archive of')

story.leavesNothingBehind()
