def story = evaluate(new File(support))

def modules = ['first', 'second', 'third']
modules.each { assert story.values('spans', it)*.number == [1, 2, 3, 4, 5, 6] }

def tasks = modules.collectMany { story.results('spans', it).tasks }
assert tasks*.slot.every { it in 1..2 }
assert story.mostAtOnce(tasks*.result) == 2

assert !story.file('target/parallel-exec').exists()
story.leavesNothingBehind()
