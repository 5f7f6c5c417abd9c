[ -n "$XDG_CACHE_HOME$HOME" ] || px_fail "neither HOME nor XDG_CACHE_HOME is set on $px_node: there is no place for files"
px_depot=${XDG_CACHE_HOME:-$HOME/.cache}/parallel-exec/depot
# What comes behind these bytes is not sent before the program has said hello: head may read more
# than it hands on.
printf '%s\n' "parallel-exec $px_token $px_node"
head -c "$px_bytes" > "$px_dir/depot.jar" || px_fail "$px_dir cannot be written on $px_node"
# Names of files are to be what they are here, whatever the node's language is.
# In the place of this shell, which would hold the output open when the program closes it; the
# directory goes with the program's start.
export LC_ALL=C.UTF-8
exec "$px_java" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
  -cp "$px_dir/depot.jar" dev.parallelexec.remote.depot.Depot \
  "$px_sum" "$px_run" "$px_most" "$px_grace" "$px_depot"
