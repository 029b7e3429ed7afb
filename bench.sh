#!/usr/bin/env bash
# Measures the product against a plain baseline in the same run: ./bench.sh list, ./bench.sh NAME [--quick] [--seed N], ./bench.sh all.
# Prints a table, then one line of JSON per figure; ends with 0 only if every figure is within its bound and correct.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build bench/Portal.Bench -c Release -v q -clp:ErrorsOnly --nologo
PORTAL_BENCH_COMMIT=$(git rev-parse --short HEAD 2>/dev/null || echo unknown) exec dotnet bench/Portal.Bench/bin/Release/net10.0/Portal.Bench.dll "$@"
