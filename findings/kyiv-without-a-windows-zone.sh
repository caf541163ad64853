#!/usr/bin/env bash
# Guess: a table that maps zones of the tz database to those of Windows knows a renamed place by both its names, as it does Kolkata and
# Calcutta, so a calendar for Outlook can be written for each vendor whose page states a zone.
# Seen: Europe/Kiev has a Windows zone, but Europe/Kyiv, its name since 2022, has none: the answer is an empty list. Node accepts both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent windows-iana@5.1.0

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { findWindows } from 'windows-iana'

console.log('windows-iana', JSON.parse(readFileSync('node_modules/windows-iana/package.json', 'utf8')).version)

const expected = {
  'Asia/Calcutta': ['India Standard Time'],
  'Asia/Kolkata': ['India Standard Time'],
  'Europe/Kiev': ['FLE Standard Time'],
  'Europe/Kyiv': [],
}
for (const [zone, names] of Object.entries(expected)) {
  const clock = new Date('2025-10-20T12:00Z').toLocaleTimeString('en-GB', { timeZone: zone })
  console.log(`${zone} (12:00 UTC is ${clock}) -> ${JSON.stringify(findWindows(zone))}`)
  assert.deepEqual(findWindows(zone), names)
}
EOF
node try.mjs
