#!/usr/bin/env bash
# Adds a migration for all three databases: eng/migrations.sh NAME. Before the first release, `eng/migrations.sh --initial`
# makes the initial migration anew.
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?usage: eng/migrations.sh NAME | --initial}
project=src/Portal.Infrastructure
folder=$project/Data/Migrations
dotnet tool restore >/dev/null
if [ "$name" = --initial ]; then
  rm -rf "$folder"
  name=Initial
fi
dotnet build "$project" -v q --no-incremental >/dev/null || { dotnet build "$project" -v q; exit 1; }
for provider in Sqlite SqlServer Postgres; do
  dotnet ef migrations add "$name" --no-build --project "$project" --context "${provider}PortalDbContext" \
    --output-dir "Data/Migrations/$provider"
done
dotnet format whitespace "$project" --folder --include "$folder" >/dev/null || true
