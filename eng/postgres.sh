#!/usr/bin/env bash
# A PostgreSQL server of the project's own on loopback, for tests and for trying: eng/postgres.sh start FOLDER PORT | stop FOLDER
# Prints the connection string. It trades durability for speed, so it is for throw-away data only.
set -euo pipefail
verb=${1:?usage: eng/postgres.sh start FOLDER PORT | stop FOLDER}
folder=${2:?a folder is needed}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "PostgreSQL is not installed." >&2; exit 1; }

# PostgreSQL refuses to run as root.
run() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

case "$verb" in
  start)
    port=${3:?a port is needed}
    mkdir -p "$folder"
    [ "$(id -u)" = 0 ] && chown postgres "$folder"
    if [ ! -f "$folder/data/PG_VERSION" ]; then
      run "$bin/initdb" -D "$folder/data" -U portal --auth=trust -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1
    fi
    run "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 -o \
      "-c listen_addresses=127.0.0.1 -p $port -k $folder -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300" start >/dev/null
    echo "Host=127.0.0.1;Port=$port;Username=portal;Database=postgres"
    ;;
  stop)
    run "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null
    ;;
  *)
    echo "usage: eng/postgres.sh start FOLDER PORT | stop FOLDER" >&2
    exit 2
    ;;
esac
