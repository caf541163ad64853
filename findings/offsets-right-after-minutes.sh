#!/usr/bin/env bash
# Guess: the offset of a time is read, or the whole text is refused; whether the time has seconds makes no difference.
# Seen: an offset after seconds is read, and the same offset right after the minutes is silently ignored. A start that a page states as
# 15:45+05:30 is stored five and a half hours late. Names of zones, as in "15:45 PDT", are read without seconds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent any-date-parser@2.2.4

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import anyDate from 'any-date-parser'

console.log('any-date-parser', JSON.parse(readFileSync('node_modules/any-date-parser/package.json', 'utf8')).version)

process.env.TZ = 'UTC'
const expected = {
  '2025-10-20T15:45:00+05:30': '2025-10-20T10:15:00.000Z',
  '2025-10-20T15:45+05:30': '2025-10-20T15:45:00.000Z',
  '2025-10-20 15:45:00 -0700': '2025-10-20T22:45:00.000Z',
  '2025-10-20 15:45 -0700': '2025-10-20T15:45:00.000Z',
  'Oct 20, 2025 15:45 PDT': '2025-10-20T22:45:00.000Z',
}
for (const [text, moment] of Object.entries(expected)) {
  const read = anyDate.fromString(text)
  console.log(`${text} -> ${read.toISOString()}`)
  assert.equal(read.toISOString(), moment)
}
EOF
node try.mjs
