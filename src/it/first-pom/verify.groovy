import java.util.zip.ZipFile

def story = evaluate(new File(support))

assert story.values('cubes') == [0, 1, 8]

def diagrams = story.results('diagrams')
assert diagrams.counts.passed == 3
assert diagrams.tasks*.id == ['order.puml', 'states/payment.puml', 'states/shipping.puml']

// They were collected before the jar was made.
new ZipFile(story.file('target/first-pom-1.jar')).withCloseable { jar ->
  ['order.svg', 'states/payment.svg', 'states/shipping.svg'].each {
    assert jar.getInputStream(jar.getEntry(it)).text.startsWith('<svg')
  }
}

story.leavesNothingBehind()
