#!/usr/bin/env bash
# Takes the pictures of the README from the demo in a real browser: builds, runs the one test that takes them, copies them.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build RebatePortal.sln -c Release -v q -clp:ErrorsOnly --nologo -p:RunAnalyzersDuringBuild=false
dotnet test tests/Portal.Browser.Tests -c Release --no-build --nologo --filter FullyQualifiedName~PicturesTests
mkdir -p docs/images
cp artifacts/pictures/*.png docs/images/
