#!/usr/bin/env bash
# Guess: a library that turns informal names of zones into names of the tz database reads "GMT+1" as people write it: an hour ahead of
# Greenwich.
# Seen: it gives Etc/GMT+1, the only name of the database that looks like it. Names of that group have the signs of POSIX, which are the
# other way round, so every clock that uses the answer is two hours off: 15:45 becomes 16:45 UTC, not 14:45.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent spacetime-informal@0.6.1 luxon@3.7.2

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { DateTime } from 'luxon'
import informal from 'spacetime-informal'

console.log('spacetime-informal', JSON.parse(readFileSync('node_modules/spacetime-informal/package.json', 'utf8')).version)
console.log('luxon', JSON.parse(readFileSync('node_modules/luxon/package.json', 'utf8')).version)

for (const [text, moment] of [
  ['GMT+1', '2025-10-20T16:45:00.000Z'],
  ['GMT-3', '2025-10-20T12:45:00.000Z'],
]) {
  const zone = informal.find(text)
  const read = DateTime.fromISO('2025-10-20T15:45', { zone }).toUTC().toISO()
  console.log(`15:45 ${text} -> ${zone} -> ${read}`)
  assert.equal(zone, `Etc/${text}`)
  assert.equal(read, moment)
}
EOF
node try.mjs
