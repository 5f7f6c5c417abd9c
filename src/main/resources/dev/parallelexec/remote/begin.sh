# Every script on a node begins with this. All names are ours: what a script sets would be seen by
# the programs that it runs, where the node's environment has the name already.
px_dir=
px_fail() {
  [ -n "$px_dir" ] && "$px_rm" -rf "$px_dir"
  printf 'parallel-exec: %s\n' "$1" >&2
  exit 125
}
# It would repeat what it reads, and the secret is among that.
[ -t 0 ] && px_fail 'standard input is a terminal here; leave out the option of the launcher that asks for one, as ssh -t'
px_node=$(uname -n)
