#!/usr/bin/env bash
# Guess: "1,234 minutes", as a page writes its downtime of a year, is 1,234 minutes; a parser that does not know the comma refuses it.
# Seen: two of four get it wrong. human-interval stops at the comma: one minute. juration takes what stands before it for seconds: 234
# minutes and one second. parse-duration and timestring read 1,234 minutes. Without the comma all four agree.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent human-interval@2.0.1 juration@0.1.1 parse-duration@2.1.9 timestring@7.0.0

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import humanInterval from 'human-interval'
import juration from 'juration'
import parseDuration from 'parse-duration'
import timestring from 'timestring'

console.log('human-interval', JSON.parse(readFileSync('node_modules/human-interval/package.json', 'utf8')).version)
console.log('juration', JSON.parse(readFileSync('node_modules/juration/package.json', 'utf8')).version)
console.log('parse-duration', JSON.parse(readFileSync('node_modules/parse-duration/package.json', 'utf8')).version)
console.log('timestring', JSON.parse(readFileSync('node_modules/timestring/package.json', 'utf8')).version)

const seconds = {
  'human-interval': (text) => humanInterval(text) / 1000,
  juration: (text) => juration.parse(text),
  'parse-duration': (text) => parseDuration(text) / 1000,
  timestring: (text) => timestring(text),
}
const expected = { 'human-interval': 60, juration: 234 * 60 + 1, 'parse-duration': 1234 * 60, timestring: 1234 * 60 }
for (const [name, read] of Object.entries(seconds)) {
  console.log(`${name}: 1234 minutes -> ${read('1234 minutes')} s, 1,234 minutes -> ${read('1,234 minutes')} s`)
  assert.equal(read('1234 minutes'), 1234 * 60)
  assert.equal(read('1,234 minutes'), expected[name])
}
EOF
node try.mjs
