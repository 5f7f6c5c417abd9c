# A node with a name, a home and a directory of its own. It burns down with the first task that asks for that.
NODE="node-$1"
HOME="$(dirname "$0")/target/$NODE"
export NODE HOME
mkdir -p "$HOME"
shift
cd "$HOME"
"$@"
code=$?
test -e "$HOME/../burning" && test $code = 3 && exit 255
exit $code
