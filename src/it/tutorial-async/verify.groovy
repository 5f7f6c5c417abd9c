def story = evaluate(new File(support))

assert story.values('slow') == [1, 4, 9]
assert story.results('slow').mode == 'async'
assert story.file('target/tutorial-async-1.jar').exists()

story.leavesNothingBehind()
