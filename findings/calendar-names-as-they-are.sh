#!/usr/bin/env bash
# Guess: a calendar writer that escapes the commas and line ends of a title escapes those of the calendar's own name as well.
# Seen: ical-generator writes a name as it is, into NAME, which is TEXT (RFC 7986, 5.1), and X-WR-CALNAME. A comma in it divides it in
# two for strict readers, a backslash goes, and a line end, such as a vendor's address has, makes the file one that cannot be read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent ical-generator@11.1.2 ical.js@2.2.1

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import ical from 'ical-generator'
import ICAL from 'ical.js'

for (const name of ['ical-generator', 'ical.js'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const linesOf = (name) => {
  const calendar = ical({ name })
  calendar.createEvent({ id: '1', start: new Date(0), end: new Date(60_000), stamp: new Date(0), summary: name })
  return calendar.toString()
}
const text = linesOf('Birchline, Inc; all')
console.log(text.match(/^(?:NAME|SUMMARY):.*$/gm))
assert.match(text, /^SUMMARY:Birchline\\, Inc\\; all\r?$/m)
assert.match(text, /^NAME:Birchline, Inc; all\r?$/m)

const broken = linesOf('Birchline\nStatus')
console.log(broken.match(/^NAME:.*\r?\n.*$/m)?.[0])
assert.match(broken, /^SUMMARY:Birchline\\nStatus\r?$/m)
assert.throws(() => ICAL.parse(broken), (error) => (console.log('ical.js:', error.message), true))
EOF
node try.mjs
