px_code=$?
"$px_rm" -rf "$px_dir"
# Who was told to end has lost its place, whatever the worker ended with: it was told, too.
[ -n "$px_told" ] || printf '%s\n' "parallel-exec $px_token $px_code"
# For those who look at the launcher's own records, as Slurm's.
exit "$px_code"
