// What an earlier run of this story has made.
new File(basedir, '../../../it-cache/archive').deleteDir()
