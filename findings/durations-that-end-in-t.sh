#!/usr/bin/env bash
# Guess: a duration of one day is written as P1D, one of nothing as PT0S.
# Seen: P1DT and PT. RFC 5545 (3.3.6) wants hours, minutes or seconds after the T, so neither is a duration, and the generator, which
# checks what it is given against a schema and reports errors, reports none.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent ics@3.12.0

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createEvent } from 'ics'

console.log('ics', JSON.parse(readFileSync('node_modules/ics/package.json', 'utf8')).version)

// dur-value of RFC 5545, 3.3.6, without the sign.
const grammar = /^P(?:\d+W|(?:\d+D)?(?:T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))|\d+D)$/
const cases = [
  [{ days: 1 }, 'P1DT'],
  [{ minutes: 0 }, 'PT'],
  [{ hours: 3, minutes: 5 }, 'PT3H5M'],
]
for (const [duration, expected] of cases) {
  const { error, value } = createEvent({ start: [2025, 4, 9, 7, 30], startInputType: 'utc', title: 'Maintenance', duration })
  const written = value.match(/^DURATION:(.*)\r$/m)[1]
  console.log(duration, '->', written, grammar.test(written) ? 'valid' : 'not valid', error ?? 'no error')
  assert.equal(written, expected)
  assert.equal(grammar.test(written), expected === 'PT3H5M')
  assert.equal(error, null)
}
EOF
node try.mjs
