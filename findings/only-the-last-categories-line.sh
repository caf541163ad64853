#!/usr/bin/env bash
# Guess: CATEGORIES may stand in an event more than once (RFC 5545, 3.6.1), so a typed reader gives the values of all lines.
# Seen: each line replaces the one before it, and an event that says "major" and then "Europe" is in one category only. COMMENT and
# ATTACH, which may also be repeated, lose all but the last in the same way.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent ts-ics@2.4.6 ical.js@2.2.1

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import { convertIcsCalendar } from 'ts-ics'

for (const name of ['ts-ics', 'ical.js'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const text = [
  'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Birchline//Status//EN',
  'BEGIN:VEVENT', 'UID:inc-8@birchline.example', 'DTSTAMP:20250707T000000Z', 'DTSTART:20250707T080000Z', 'SUMMARY:Queue is slow',
  'CATEGORIES:major,search', 'CATEGORIES:Europe', 'COMMENT:Identified', 'COMMENT:Resolved',
  'ATTACH:https://birchline.example/a.png', 'ATTACH:https://birchline.example/b.png',
  'END:VEVENT', 'END:VCALENDAR', '',
].join('\r\n')

const [event] = convertIcsCalendar(undefined, text).events
const component = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')
const all = component.getAllProperties('categories').flatMap((property) => property.getValues())
console.log('ts-ics: ', event.categories, event.comment, event.attach)
console.log('ical.js:', all)
assert.deepEqual(event.categories, ['Europe'])
assert.equal(event.comment, 'Resolved')
assert.equal(event.attach, 'https://birchline.example/b.png')
assert.deepEqual(all, ['major', 'search', 'Europe'])
EOF
node try.mjs
