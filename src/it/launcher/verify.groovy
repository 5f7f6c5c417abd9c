def story = evaluate(new File(support))

// What the nodes say is the task's own, in order.
assert story.values('far').every { it ==~ /node-[12]/ }
assert story.log =~ /8 tasks on 2 workers \(JDK [^)]*, launcher\), map/
assert story.log.contains('on node-1') || story.log.contains('on node-2')
assert new File(story.reports('far'), 'joblog.tsv').readLines().drop(1).every { it.split('\t')[1] != ':' }
assert story.results('far').tasks.every { it.node }

// A node that is lost costs nothing: its task ran again, as the same attempt.
assert story.values('lost') == [1, 2, 3, 4]
assert story.results('lost').tasks*.attempts == [1, 1, 1, 1]
assert story.log =~ /worker [12] on \S+ pid \d+ is lost: .*; tried again elsewhere, which is not counted as an attempt: 3/

// Nodes that have other files were sent the input and the class path, and gave back the output.
def base = basedir.canonicalPath
assert story.values('copied').every { !it.startsWith("$base/target/out") && it.contains('/target/node-') }
assert story.file('target/out/a.txt').text == 'ONE\n'
assert story.file('target/out/b.txt').text == 'TWO\n'

story.leavesNothingBehind()
