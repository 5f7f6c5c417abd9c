px_all=yes
px_look() {
  [ "$(cat "$1" 2> /dev/null)" = "$px_content" ] || px_all=no
}
px_files
printf '%s\n' "parallel-exec $px_token $px_all"
exit 0
