def story = evaluate(new File(support))

assert story.values('default-cli') == [1, 8, 27]
assert story.results('default-cli').workers == 2

story.leavesNothingBehind()
