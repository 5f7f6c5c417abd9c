def story = evaluate(new File(support))

assert story.values('matrix') == ['linux|17', 'linux|25', 'mac|17', 'mac|25']
assert story.values('columns') == ['a|1', 'b|2']
assert story.values('columns-placed') == ['1-a|0 of {item}|a.1', '2-b|1 of {item}|b.2']
assert story.results('no-arguments').tasks*.arguments == [[]]
assert story.values('lines') == ['one', '  two words ', '# three']
assert story.values('files') == [
  'deep/a.txt|a.txt|a|txt|deep|deep/a',
  'deep/down/b.tar.gz|b.tar.gz|b.tar|gz|deep/down|deep/down/b.tar',
]
def path = story.file('src/data/deep/a.txt').path
assert story.values('file-paths') == [[path, path, story.file('src/data/deep').path].join('|')]
assert story.values('pulled') == ['x', 'y']
assert story.values('empty-arguments') == ['', '']
assert story.results('empty-arguments').tasks*.arguments == [[], []]
assert story.values('in-order') == ['written', 'one', '  two words ', '# three', '2', '0', 'x', 'y']

assert story.results('matrix').tasks*.arguments == [['linux', '17'], ['linux', '25'], ['mac', '17'], ['mac', '25']]

story.leavesNothingBehind()
