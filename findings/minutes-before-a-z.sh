#!/usr/bin/env bash
# Guess: "15:45Z" is read as "15:45 UTC" is, or, should a Z be unknown in prose, as 15:45 of no stated zone.
# Seen: as 15:00. The expression for the minutes does not match with a letter right behind it, so the hour is taken alone, and
# the result looks like one that somebody meant. A zone's abbreviation without a space before it does the same.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent chrono-node@2.10.3

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import * as chrono from 'chrono-node'

console.log('chrono-node', JSON.parse(readFileSync('node_modules/chrono-node/package.json', 'utf8')).version)

const reference = { instant: new Date('2025-10-01T00:00:00Z'), timezone: 'UTC' }
const expected = {
  'Sep 25, 2025, 15:45 UTC': '2025-09-25T15:45:00.000Z',
  'Sep 25, 2025, 15:45Z': '2025-09-25T15:00:00.000Z',
  '2025-09-25 15:45Z': '2025-09-25T15:00:00.000Z',
  'Sep 25, 2025, 15:45PDT': '2025-09-25T15:00:00.000Z',
}
for (const [text, moment] of Object.entries(expected)) {
  const [result] = chrono.parse(text, reference)
  console.log(`${text} -> ${result.start.date().toISOString()}, read from "${result.text}"`)
  assert.equal(result.start.date().toISOString(), moment)
}
EOF
node try.mjs
