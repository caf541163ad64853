#!/usr/bin/env bash
# Guess: an event's address is a text, whether or not the file repeats that its type is URI (RFC 5545, 3.2.20).
# Seen: with VALUE=URI, which says no more than the default of URL (3.8.4.6), it is an object { params, val }; without, a text. Code
# that prints the address prints "[object Object]".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent node-ical@0.27.2 ical.js@2.2.1

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import ical from 'node-ical'

for (const name of ['node-ical', 'ical.js'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const address = 'https://status.quillport.example/incidents/7'
const calendar = (url) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Quillport//EN', 'BEGIN:VEVENT', 'UID:7@quillport.example',
    'DTSTAMP:20260304T000000Z', 'DTSTART:20260401T020000Z', 'DTEND:20260401T040000Z', 'SUMMARY:Mail is late', url,
    'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')
const typed = calendar(`URL;VALUE=URI:${address}`)
const plain = calendar(`URL:${address}`)
const byNodeIcal = (text) => ical.sync.parseICS(text)['7@quillport.example'].url
const byIcalJs = (text) => new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent').getFirstPropertyValue('url')

console.log('plain:', byNodeIcal(plain), '| typed:', byNodeIcal(typed), '| ical.js:', byIcalJs(typed))
assert.equal(byNodeIcal(plain), address)
assert.equal(byIcalJs(typed), address)
assert.equal(typeof byNodeIcal(typed), 'object')
assert.equal(byNodeIcal(typed).val, address)
EOF
node try.mjs
