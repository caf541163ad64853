#!/usr/bin/env bash
# Guess: -PT15M, the usual TRIGGER of a reminder (RFC 5545, 3.3.6 and 3.8.6.3), is read as minus fifteen minutes, or refused.
# Seen: iso8601-duration ignores the sign. The result is that of PT15M, so a reminder of maintenance comes a quarter of an hour after its
# start. tinyduration marks the same text as negative.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent iso8601-duration@2.1.4 tinyduration@3.4.1

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parse, toSeconds } from 'iso8601-duration'
import * as tiny from 'tinyduration'

console.log('iso8601-duration', JSON.parse(readFileSync('node_modules/iso8601-duration/package.json', 'utf8')).version)
console.log('tinyduration', JSON.parse(readFileSync('node_modules/tinyduration/package.json', 'utf8')).version)

for (const text of ['PT15M', '-PT15M']) {
  console.log(`${text} -> iso8601-duration ${toSeconds(parse(text))} s, tinyduration ${JSON.stringify(tiny.parse(text))}`)
  assert.equal(toSeconds(parse(text)), 900)
}
assert.deepEqual(tiny.parse('-PT15M'), { minutes: 15, negative: true })
EOF
node try.mjs
