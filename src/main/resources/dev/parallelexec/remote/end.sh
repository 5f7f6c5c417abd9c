px_code=$?
"$px_rm" -rf "$px_dir"
# 255 is what ssh says of itself.
[ "$px_code" -eq 255 ] && px_code=254
exit "$px_code"
