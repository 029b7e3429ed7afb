#!/usr/bin/env bash
# Installs what the tests need and is missing, starts its own servers on loopback, runs every test, and ends with the line
# "N passed, N failed, N skipped". ./test.sh --filter … is handed on to dotnet test.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
configuration=${CONFIGURATION:-Release}

missing=()
command -v chromium >/dev/null || missing+=(chromium)
fc-list 2>/dev/null | grep -qi 'noto.*cjk' || missing+=(fonts-noto-cjk fontconfig)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} …"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "Missing: ${missing[*]}. Install them, or run this once as root." >&2
  fi
fi

work=$(mktemp -d)
chmod 755 "$work"
postgres_folder=
stop() {
  [ -n "$postgres_folder" ] && eng/postgres.sh stop "$postgres_folder" >/dev/null 2>&1
  rm -rf "$work"
}
trap stop EXIT

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null || echo $((20000 + RANDOM % 20000)); }
if [ -z "${PORTAL_TEST_POSTGRES:-}" ] && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  if PORTAL_TEST_POSTGRES=$(eng/postgres.sh start "$work/postgres" "$(free_port)"); then
    postgres_folder=$work/postgres
    export PORTAL_TEST_POSTGRES
  else
    echo "PostgreSQL did not start; its tests will show as skipped." >&2
    unset PORTAL_TEST_POSTGRES
  fi
fi

dotnet build RebatePortal.sln -c "$configuration" -v q -clp:ErrorsOnly --nologo || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

# The journeys wait for a browser most of the time, so everything else runs beside them.
run() {
  local name
  name=$(basename "$1" .csproj)
  dotnet test "$1" -c "$configuration" --no-build --nologo "${@:2}" >"$work/$name.log" 2>&1
  echo $? >"$work/$name.status"
}
browser=tests/Portal.Browser.Tests/Portal.Browser.Tests.csproj
run "$browser" "$@" &
journeys=$!

passed=0 failed=0 skipped=0
report() {
  local name log before
  name=$(basename "$1" .csproj)
  log=$work/$name.log
  echo "== $name"
  grep -vE '^\s+Skipped |\[SKIP\]|^Test run for|^A total of|^Starting test|VSTest version' "$log"
  count() { sed -nE "s/.*$1: *([0-9]+).*/\1/p" "$log" | awk '{ total += $1 } END { print total + 0 }'; }
  before=$failed
  passed=$((passed + $(count Passed))) failed=$((failed + $(count Failed))) skipped=$((skipped + $(count Skipped)))
  # A test host that died counts as a failure even where no test did.
  if [ "$(cat "$work/$name.status")" != 0 ] && [ "$before" = "$failed" ] && ! grep -qE 'Failed: +[0-9]+|No test matches' "$log"; then
    failed=$((failed + 1))
  fi
}

for project in tests/*/*.csproj; do
  [ "$project" = "$browser" ] && continue
  run "$project" "$@"
  report "$project"
done
wait "$journeys"
report "$browser"

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
