cd "$px_cd" || px_fail "$px_node cannot enter the directory $px_cd"
(umask 077 && printf %s "$px_args" > "$px_dir/args") || px_fail "$px_dir cannot be written on $px_node"
# Where an open file has a name of its own, nothing has to be left for who may be killed.
exec 3< "$px_dir/args"
px_file=$px_dir/args
# Once more where rm itself was killed.
[ -r /dev/fd/3 ] && { "$px_rm" -rf "$px_dir" || "$px_rm" -rf "$px_dir"; } && px_file=/dev/fd/3
px_home=${JAVA_HOME-}
# In a subshell, because the worker's environment is not that of what comes behind.
(
  px_export
  # The one that Maven gives may be this machine's alone.
  [ -n "$px_named" ] && export JAVA_HOME="$px_home"
  [ -n "$JAVA_HOME" ] || unset JAVA_HOME
  # A shell of its own, because only that knows its process id, which becomes java's.
  exec /bin/sh -c 'printf "%s%s %s\n" "$1" "$$" "$2"; shift 2; exec "$@"' \
    sh "parallel-exec $px_token " "$px_node" "$px_java" "@$px_file"
)
