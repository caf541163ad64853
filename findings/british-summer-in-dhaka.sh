#!/usr/bin/env bash
# Guess: the token z is for names of the tz database, so a status page's "BST" or "PDT" makes the time invalid.
# Seen: PDT is invalid, but BST is valid and means Bangladesh, five hours from British Summer Time, and AST means Alaska, not
# the Atlantic. The name goes through to ICU, which still knows an old list of three-letter zones, and in it no summer times.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent luxon@3.7.2

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { DateTime } from 'luxon'

console.log('luxon', JSON.parse(readFileSync('node_modules/luxon/package.json', 'utf8')).version, 'on ICU', process.versions.icu)

const expected = { BST: '+06:00', AST: '-08:00', PST: '-07:00', PDT: 'unsupported zone' }
for (const [abbreviation, offset] of Object.entries(expected)) {
  const time = DateTime.fromFormat(`Sep 25, 2025 15:45 ${abbreviation}`, 'MMM d, yyyy HH:mm z', { setZone: true, locale: 'en-US' })
  const read = time.isValid ? time.toFormat('ZZ') : time.invalidReason
  console.log(`Sep 25, 2025 15:45 ${abbreviation} -> ${read}`)
  assert.equal(read, offset)
}
EOF
node try.mjs
