#!/usr/bin/env bash
# Runs each fuzz target of a build folder for some seconds; stops at the first crash.
#
#   scripts/fuzz.sh build/fuzz SECONDS
#
# Starts from tests/fuzz/corpus/<target>, keeps what it learns in <build folder>/corpus/<target>.
set -euo pipefail

build=$1
seconds=$2
[[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "fuzz: \`$seconds\` is no number of seconds" >&2; exit 2; }
top=$(cd "$(dirname "$0")/.." && pwd)

targets=()
for file in "$build"/*; do
  [[ -f $file && -x $file && ${file##*/} =~ (^fuzz_|_fuzz$) ]] && targets+=("$file")
done
if [ ${#targets[@]} = 0 ]; then
  echo "fuzz: no target in \`$build\`; a target is named \`<idea>_fuzz\`, see tests/fuzz" >&2
  exit 1
fi

for target in "${targets[@]}"; do
  name=${target##*/}
  learned=$build/corpus/$name
  crashes=$build/crashes/$name/
  seeds=$top/tests/fuzz/corpus/$name
  mkdir -p "$learned" "$crashes"
  folders=("$learned")
  [ ! -d "$seeds" ] || folders+=("$seeds")
  echo "fuzz: $name for $seconds s"
  if ! "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -artifact_prefix="$crashes" -print_final_stats=0 -verbosity=0 "${folders[@]}" \
    >"$build/$name.log" 2>&1; then
    tail -n 40 "$build/$name.log"
    echo "fuzz: $name failed; repeat it with: $target $crashes<file>" >&2
    exit 1
  fi
done
echo "fuzz: ${#targets[@]} targets, nothing found"
