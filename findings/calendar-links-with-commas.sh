#!/usr/bin/env bash
# Guess: an event's URL leaves a generator and comes back from a reader as the same address.
# Seen: the generator writes a backslash before each comma and semicolon of the address, as is right for TEXT (RFC 5545, 3.3.11).
# URL is not TEXT but URI (3.8.4.6), which knows no such escape, so readers that keep to it hand out an address with backslashes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent ical-generator@11.1.2 ical.js@2.2.1 ts-ics@2.4.6

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import ical from 'ical-generator'
import { convertIcsCalendar } from 'ts-ics'

for (const name of ['ical-generator', 'ical.js', 'ts-ics'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const url = 'https://status.quillport.example/incidents?ids=7,9;lang=en'
const calendar = ical({ name: 'Outages of Quillport' })
calendar.createEvent({ id: 'inc-7@quillport.example', start: new Date('2025-05-02T10:00:00Z'), summary: 'Mail is late', url })
const text = calendar.toString()
const byIcalJs = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent').getFirstPropertyValue('url')
const byTsIcs = convertIcsCalendar(undefined, text).events[0].url

console.log('given:  ', url)
console.log('written:', text.split('\r\n').find((line) => line.startsWith('URL')))
console.log('ical.js:', byIcalJs)
console.log('ts-ics: ', byTsIcs)
const escaped = 'https://status.quillport.example/incidents?ids=7\\,9\\;lang=en'
assert.equal(byIcalJs, escaped)
assert.equal(byTsIcs, escaped)
EOF
node try.mjs
