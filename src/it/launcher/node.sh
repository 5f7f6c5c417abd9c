# A node with a name, a home and a directory of its own.
NODE="node-$1"
HOME="$(dirname "$0")/target/$NODE"
export NODE HOME
mkdir -p "$HOME"
shift
cd "$HOME"
exec "$@"
