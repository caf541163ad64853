#!/usr/bin/env bash
# Guess: the rules that a VTIMEZONE spells out decide when summer time begins, whatever the zone is called.
# Seen: for the names that Outlook gives to zones of a user's own, node-ical looks for a zone of the tz database with the same offset in
# January and in July, and takes the first in the order of names. For the rules of Eastern Europe (+02:00, +03:00) that is Cairo,
# where summer time begins a month later, so what happens in the weeks between is read an hour late.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent node-ical@0.27.2 ical.js@2.2.1

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import nodeIcal from 'node-ical'

for (const name of ['node-ical', 'ical.js'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const zone = 'Customized Time Zone'
const calendar = (start) =>
  [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Birchline//Status//EN',
    'BEGIN:VTIMEZONE', `TZID:${zone}`,
    'BEGIN:DAYLIGHT', 'DTSTART:19970330T030000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
    'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0300', 'END:DAYLIGHT',
    'BEGIN:STANDARD', 'DTSTART:19971026T040000', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
    'TZOFFSETFROM:+0300', 'TZOFFSETTO:+0200', 'END:STANDARD',
    'END:VTIMEZONE',
    'BEGIN:VEVENT', 'UID:inc-9@birchline.example', 'DTSTAMP:20250101T000000Z', 'SUMMARY:Search fails',
    `DTSTART;TZID=${zone}:${start}`, 'DURATION:PT1H',
    'END:VEVENT', 'END:VCALENDAR', '',
  ].join('\r\n')

for (const [start, byNodeIcal, byIcalJs] of [
  ['20250115T120000', '2025-01-15T10:00:00.000Z', '2025-01-15T10:00:00.000Z'],
  ['20250410T120000', '2025-04-10T10:00:00.000Z', '2025-04-10T09:00:00.000Z'],
  ['20250715T120000', '2025-07-15T09:00:00.000Z', '2025-07-15T09:00:00.000Z'],
]) {
  const text = calendar(start)
  const event = Object.values(nodeIcal.sync.parseICS(text)).find((part) => part.type === 'VEVENT')
  const component = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')
  const other = new ICAL.Event(component).startDate.toJSDate().toISOString()
  console.log(`${start}: node-ical ${event.start.toISOString()} in ${event.start.tz}, ical.js ${other}`)
  assert.equal(event.start.toISOString(), byNodeIcal)
  assert.equal(event.start.tz, 'Africa/Cairo')
  assert.equal(other, byIcalJs)
}
EOF
node try.mjs
