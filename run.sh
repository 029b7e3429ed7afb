#!/usr/bin/env bash
# Builds, makes the demo database once, starts both apps and prints where they are. Ctrl+C stops them.
#   PORTAL_ADMIN_PORT, PORTAL_MEMBER_PORT: other ports than 5080 and 5081
#   PORTAL_DATA: another data folder than ./data
#   PORTAL_NO_DEMO=1: an empty database instead of the demo
set -euo pipefail
cd "$(dirname "$0")"
admin_port=${PORTAL_ADMIN_PORT:-5080}
member_port=${PORTAL_MEMBER_PORT:-5081}
data=$(mkdir -p "${PORTAL_DATA:-data}" && cd "${PORTAL_DATA:-data}" && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
export Storage__Folder=$data
# Without a mail server e-mails become files; with one: Messages__Smtp__Host, __Port, __User, __Password and Messages__From.
if [ -z "${Messages__Channel:-}${Messages__Smtp__Host:-}" ]; then
  export Messages__Channel=File
fi
export Database__Provider=${Database__Provider:-Sqlite}
export Database__ConnectionString=${Database__ConnectionString:-Data Source=$data/portal.db}

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2; exit 1; }
for port in "$admin_port" "$member_port"; do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    echo "Port $port is taken. Choose others: PORTAL_ADMIN_PORT=6080 PORTAL_MEMBER_PORT=6081 ./run.sh" >&2
    exit 1
  fi
done

echo "Building …"
# The analyzers are for those who change the code; without them, and with one compiler for all projects, a first start is sooner.
dotnet build RebatePortal.Apps.slnf -c Release -v q -clp:ErrorsOnly --nologo -p:RunAnalyzersDuringBuild=false -p:UseSharedCompilation=true

# What was prepared once for this build and this database is not looked at again: a second start takes seconds.
portal=src/Portal.Cli/bin/Release/net10.0/portal.dll
prepared=$data/prepared-$(echo "$(stat -c %Y "$portal" src/Portal.Infrastructure/bin/Release/net10.0/Portal.Infrastructure.dll) $Database__Provider $Database__ConnectionString ${PORTAL_NO_DEMO:-}" | sha256sum | cut -c1-16)
if [ ! -f "$prepared" ] || { [ "$Database__ConnectionString" = "Data Source=$data/portal.db" ] && [ ! -f "$data/portal.db" ]; }; then
  rm -f "$data"/prepared-*
  dotnet "$portal" migrate
  if [ -z "${PORTAL_NO_DEMO:-}" ]; then
    dotnet "$portal" demo
    dotnet "$portal" demo --log-ins >"$prepared.new"
  else
    : >"$prepared.new"
  fi
  mv "$prepared.new" "$prepared"
fi

pids=()
stop() {
  trap - INT TERM EXIT
  kill "${pids[@]}" 2>/dev/null || true
  wait "${pids[@]}" 2>/dev/null || true
}
trap stop INT TERM EXIT
start() { # project port log
  (cd "src/$1" && exec dotnet "bin/Release/net10.0/$1.dll" --urls "http://127.0.0.1:$2") >"$data/$3.log" 2>&1 &
  pids+=($!)
}
start Portal.Admin "$admin_port" admin
start Portal.Member "$member_port" member

for app in "admin $admin_port" "member $member_port"; do
  read -r name port <<<"$app"
  for _ in $(seq 300); do
    curl -fsS -o /dev/null "http://127.0.0.1:$port/health" 2>/dev/null && break
    kill -0 "${pids[@]}" 2>/dev/null || { echo "The $name app did not start; see $data/$name.log" >&2; tail -n 20 "$data/$name.log" >&2; exit 1; }
    sleep 0.1
  done
done

echo
echo "Staff portal:   http://127.0.0.1:$admin_port"
echo "Member portal:  http://127.0.0.1:$member_port"
if [ -s "$prepared" ]; then
  echo
  cat "$prepared"
fi
if [ "${Messages__Channel:-}" = File ]; then
  echo
  echo "No mail server is set up: e-mails, codes too, are written as .eml files into ${Messages__Folder:-$data/mail}"
fi
echo
echo "Data and logs are in $data. Ctrl+C stops both."
wait
