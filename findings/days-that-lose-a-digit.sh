#!/usr/bin/env bash
# Guess: no month is the 25th, so "25/09/2025" is read with the day first or, in an American locale, refused.
# Seen: the first digit is dropped and the rest is read with the month first: 25/09 becomes 5/09, the 9th of May. 31/12 becomes
# 1/12, the 12th of January, while 30/04 is read with the day first, since 0/04 leads nowhere.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent any-date-parser@2.2.4

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import parser from 'any-date-parser'

console.log('any-date-parser', JSON.parse(readFileSync('node_modules/any-date-parser/package.json', 'utf8')).version)

const expected = { '25/09/2025': '5 9', '31/12/2025': '1 12', '30/04/2025': '4 30', '25.09.2025': '9 25' }
for (const [text, monthAndDay] of Object.entries(expected)) {
  const parts = parser.attempt(text, 'en-US')
  console.log(`${text} -> month ${parts.month}, day ${parts.day} of ${parts.year}`)
  assert.equal(`${parts.month} ${parts.day}`, monthAndDay)
  assert.equal(parts.year, 2025)
}
EOF
node try.mjs
