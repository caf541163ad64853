#!/usr/bin/env bash
# Guess: an event whose end lies before its start (a vendor mistyped a time) is refused, or written as given.
# Seen: the two are exchanged without a word. The calendar then holds an event that begins at the stated end: a time at which, by
# the vendor's own statement, nothing had begun yet.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent ical-generator@11.1.2 ical.js@2.2.1

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import ical from 'ical-generator'

for (const name of ['ical-generator', 'ical.js'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const start = new Date('2025-03-14T18:00:00Z')
const end = new Date('2025-03-14T06:00:00Z')
const calendar = ical({ name: 'Outages of Birchline' })
calendar.createEvent({ id: 'inc-4@birchline.example', start, end, summary: 'Search fails' })
const text = calendar.toString()
const event = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent'))

console.log('given:  ', start.toISOString(), 'to', end.toISOString())
console.log('written:', event.startDate.toString(), 'to', event.endDate.toString())
assert.equal(event.startDate.toJSDate().toISOString(), end.toISOString())
assert.equal(event.endDate.toJSDate().toISOString(), start.toISOString())
EOF
node try.mjs
