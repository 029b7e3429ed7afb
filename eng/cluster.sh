#!/usr/bin/env bash
# Several machines on one: PostgreSQL, two nodes of each app and nginx before them, all on loopback, for trying and testing.
#   eng/cluster.sh          starts everything, prints the addresses, stops everything with Ctrl+C
#   CLUSTER_PORT=7100       the first of eight ports in a row: nginx 0 and 1, staff 2 and 3, members 4 and 5, PostgreSQL 6
#   CLUSTER_DATA=...        another folder than data/cluster
#   CLUSTER_NO_DEMO=1       an empty database instead of the demo
# To see a node die: kill the process id printed beside it; nginx goes on with the other one.
set -euo pipefail
cd "$(dirname "$0")/.."
first=${CLUSTER_PORT:-7100}
data=$(mkdir -p "${CLUSTER_DATA:-data/cluster}" && cd "${CLUSTER_DATA:-data/cluster}" && pwd)
for tool in dotnet nginx curl; do
  command -v "$tool" >/dev/null || { echo "$tool is needed." >&2; exit 1; }
done

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build RebatePortal.Apps.slnf -c Release -v q -clp:ErrorsOnly --nologo -p:RunAnalyzersDuringBuild=false

pids=()
stop() {
  trap - INT TERM EXIT
  [ -f "$data/nginx.pid" ] && kill "$(cat "$data/nginx.pid")" 2>/dev/null || true
  kill "${pids[@]}" 2>/dev/null || true
  wait "${pids[@]}" 2>/dev/null || true
  eng/postgres.sh stop "$data/postgres" 2>/dev/null || true
}
trap stop INT TERM EXIT

# The server runs as another user than root; it has to reach its folder.
chmod 755 "$data"
export Database__Provider=Postgres
Database__ConnectionString=$(eng/postgres.sh start "$data/postgres" $((first + 6)))
export Database__ConnectionString
export Storage__Folder=$data/files ASPNETCORE_FORWARDEDHEADERS_ENABLED=true
mkdir -p "$Storage__Folder"
portal=src/Portal.Cli/bin/Release/net10.0/portal.dll
dotnet "$portal" migrate
[ -n "${CLUSTER_NO_DEMO:-}" ] || dotnet "$portal" demo

nodes=()
start() { # project port
  (cd "src/$1" && exec dotnet "bin/Release/net10.0/$1.dll" --urls "http://127.0.0.1:$2") >"$data/$1-$2.log" 2>&1 &
  pids+=($!)
  nodes+=("$1 $2 $!")
}
for node in "Portal.Admin 2" "Portal.Admin 3" "Portal.Member 4" "Portal.Member 5"; do
  read -r project offset <<<"$node"
  start "$project" $((first + offset))
done

sed -e "s/@STAFF@/$first/; s/@MEMBERS@/$((first + 1))/; s/@STAFF_1@/$((first + 2))/; s/@STAFF_2@/$((first + 3))/" \
  -e "s/@MEMBERS_1@/$((first + 4))/; s/@MEMBERS_2@/$((first + 5))/; s#@DATA@#$data#g" eng/cluster.nginx.conf >"$data/nginx.conf"
nginx -c "$data/nginx.conf" -p "$data" -e "$data/nginx-error.log"

echo
for node in "${nodes[@]}"; do
  read -r project port pid <<<"$node"
  for _ in $(seq 300); do
    curl -fsS -o /dev/null "http://127.0.0.1:$port/health" 2>/dev/null && break
    kill -0 "$pid" 2>/dev/null || { echo "$project on $port did not start; see $data/$project-$port.log" >&2; exit 1; }
    sleep 0.2
  done
  echo "Node $project on port $port, process $pid"
done
echo "Staff portal:   http://127.0.0.1:$first"
echo "Member portal:  http://127.0.0.1:$((first + 1))"
[ -n "${CLUSTER_NO_DEMO:-}" ] || dotnet "$portal" demo --log-ins
echo "Data and logs are in $data. Ctrl+C stops everything."
wait "${pids[@]}" || true
