# $px_java: this machine's own name of the program where it is one here, else the node's java.
px_named=
if [ ! -x "$px_java" ] || [ -d "$px_java" ]; then
  px_named=$px_java
  if [ -n "$JAVA_HOME" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    px_java=$JAVA_HOME/bin/java
  else
    px_java=$(command -v java) ||
      px_fail "there is no java on $px_node: not $px_named, not in JAVA_HOME, not on the PATH of commands that the launcher runs"
  fi
fi
# Who ends this shell means java as well, which hears of it, too; here it is waited for. Ctrl-C is
# Maven's to understand, and where nobody reads any more there is still something to delete; the
# others say that the place is wanted back. All of that before there is something to delete.
px_told=
trap : INT PIPE
trap px_told=1 HUP TERM
# $px_dir: a directory of this script's own, that goes with it.
px_rm=$(command -v rm)
px_dir=${TMPDIR:-/tmp}/parallel-exec-$px_token
(umask 077 && mkdir "$px_dir") || px_fail "$px_dir cannot be made on $px_node"
