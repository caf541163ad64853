#!/usr/bin/env bash
# Guess: a file that brings the VTIMEZONE which its events name is read the same everywhere; that is what the component is for.
# Seen: node-ical looks into the VTIMEZONE where its name is one of Outlook's fillers, such as "Customized Time Zone". Under any other
# name that it does not know, it reads the event in the zone of the process, so that the start of one and the same outage depends
# on where the reader runs. ical.js takes the offset from the file.
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

const calendar = (zone) =>
  [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Quillport//Status//EN',
    'BEGIN:VTIMEZONE', `TZID:${zone}`,
    'BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:+0300', 'TZOFFSETTO:+0300', 'END:STANDARD',
    'END:VTIMEZONE',
    'BEGIN:VEVENT', 'UID:inc-3@quillport.example', 'DTSTAMP:20250601T000000Z', 'SUMMARY:Login fails',
    `DTSTART;TZID=${zone}:20250601T120000`, `DTEND;TZID=${zone}:20250601T130000`,
    'END:VEVENT', 'END:VCALENDAR', '',
  ].join('\r\n')

const right = '2025-06-01T09:00:00.000Z'
for (const [processZone, zone, expected] of [
  ['UTC', 'Quillport office', '2025-06-01T12:00:00.000Z'],
  ['Asia/Tokyo', 'Quillport office', '2025-06-01T03:00:00.000Z'],
  ['Asia/Tokyo', 'Customized Time Zone', right],
]) {
  process.env.TZ = processZone
  const text = calendar(zone)
  const byNodeIcal = Object.values(nodeIcal.sync.parseICS(text)).find((part) => part.type === 'VEVENT').start.toISOString()
  const component = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')
  const byIcalJs = new ICAL.Event(component).startDate.toJSDate().toISOString()
  console.log(`TZ=${processZone}, "${zone}": node-ical ${byNodeIcal}, ical.js ${byIcalJs}`)
  assert.equal(byNodeIcal, expected)
  assert.equal(byIcalJs, right)
}
EOF
node try.mjs
