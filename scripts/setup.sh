#!/usr/bin/env bash
# Installs the Debian packages that a task needs and that are missing, and says why each is needed.
#
#   scripts/setup.sh [--for build|test|clang|tidy|fuzz|bench|all]...      default: build test
#
# Does nothing, and needs no network and no rights, when everything is there.
set -euo pipefail

# package | why
build_packages="
g++ | the C++20 compiler
cmake | configures the build
ninja-build | runs the build
pkg-config | finds libraries that ship no CMake files
libfmt-dev | text formatting
libsimdjson-dev | reads JSON
libxxhash-dev | content hashes
libyaml-cpp-dev | reads rules and the action catalogue
nlohmann-json3-dev | writes JSON
libdeflate-dev | fast gzip
zlib1g-dev | gzip from a stream
libzstd-dev | zstd logs
libmaxminddb-dev | networks and countries of addresses
libre2-dev | regular expressions of the action catalogue
libcli11-dev | the command line
libssl-dev | SHA-256 and signatures"

test_packages="
libgtest-dev | unit tests
libgmock-dev | matchers of the unit tests
python3 | stories and checks of the whole tree
python3-jsonschema | holds the output to its schema"

clang_packages="
clang-14 | the second compiler"

tidy_packages="
clang-14 | the headers that clang-tidy needs
clang-tidy-14 | lint
clang-format-14 | layout"

fuzz_packages="
clang-14 | libFuzzer needs clang
libclang-rt-14-dev | libFuzzer and the sanitizers"

bench_packages="
libbenchmark-dev | timing loops
python3 | runs the benches and writes the table
valgrind | counts instructions
librocksdb-dev | what the speed bench of the record is compared with
nodejs | runs the reference of the speed bench
npm | installs the reference of the speed bench"

# Faster builds; nothing fails without them.
optional_packages="
ccache | rebuilds from cache
mold | links faster"

usage() {
  sed -n '4s/^# *//p' "$0" >&2
  exit 2
}

# Some packages come from elsewhere on some machines (npm with nodejs); the command is what counts.
is_there() {
  case $1 in
    nodejs) command -v node >/dev/null ;;
    npm) command -v npm >/dev/null ;;
    *) dpkg -s "$1" 2>/dev/null | grep -q '^Status: install ok installed' ;;
  esac
}

# Prints the lines of `missing package | why`, without repeats.
missing_of() {
  local package why
  while IFS='|' read -r package why; do
    package=${package// /}
    [ -n "$package" ] || continue
    is_there "$package" || echo "$package |$why"
  done <<<"$1" | sort -u -t'|' -k1,1
}

packages_wanted() {
  local group
  for group in "$@"; do
    case $group in
      build) echo "$build_packages" ;;
      test) echo "$build_packages$test_packages" ;;
      clang) echo "$build_packages$clang_packages" ;;
      tidy) echo "$build_packages$test_packages$tidy_packages" ;;
      fuzz) echo "$build_packages$fuzz_packages" ;;
      bench) echo "$build_packages$bench_packages" ;;
      all)
        echo "$build_packages$test_packages$clang_packages$tidy_packages$fuzz_packages"
        echo "$bench_packages"
        ;;
      *)
        echo "setup: \`$group\` is no group; use build, test, clang, tidy, fuzz, bench or all" >&2
        exit 2
        ;;
    esac
  done
}

groups=()
while [ $# -gt 0 ]; do
  case $1 in
    --for)
      [ $# -ge 2 ] || usage
      groups+=("$2")
      shift 2
      ;;
    *) usage ;;
  esac
done
[ ${#groups[@]} -gt 0 ] || groups=(build test)

if ! command -v dpkg >/dev/null || ! command -v apt-get >/dev/null; then
  echo "setup: this is no Debian; install by hand what scripts/setup.sh lists, then use cmake" >&2
  exit 1
fi

wanted=$(packages_wanted "${groups[@]}")
missing=$(missing_of "$wanted")
if [ -z "$missing" ]; then
  echo "setup: everything for ${groups[*]} is installed"
  exit 0
fi
# Optional packages come along when something is installed anyway, never by themselves.
missing+=$'\n'$(missing_of "$optional_packages")

packages=$(cut -d'|' -f1 <<<"$missing" | tr -s ' \n' ' ')
as_root=()
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "setup: installing packages needs root; run as root: apt-get install $packages" >&2
    exit 1
  fi
  as_root=(sudo)
fi
while IFS='|' read -r package why; do
  [ -z "${package// /}" ] || echo "installing ${package// /}:$why"
done <<<"$missing"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1; }
# shellcheck disable=SC2086  # one word per package
install() { apt install -y --no-install-recommends $packages; }

# The package lists may be fresh enough; they are fetched only when the first try fails.
if ! install && ! { apt update && install; }; then
  tail -n 15 "$log" >&2
  echo "setup: could not install: $packages" >&2
  echo "setup: check the network and the sources of apt, then run this again" >&2
  exit 1
fi
echo "setup: everything for ${groups[*]} is installed"
