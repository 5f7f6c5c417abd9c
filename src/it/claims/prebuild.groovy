// What is known of an earlier run of this story: with that, its longest tasks would begin, whichever they were.
new File("$localRepositoryPath", '.cache/parallel-exec/times/com.acme/claims').deleteDir()
