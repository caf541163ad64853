#!/usr/bin/env bash
# Guess: two tables of abbreviations differ where one has several meanings (IST, CST, BST), and agree with the tz database elsewhere.
# Seen: both put Newfoundland's NST at -02:30 and its NDT at -01:30, each an hour too far east: the island keeps -03:30 in winter and
# -02:30 in summer. To compare a second library with the first does not help, since they have the same two errors.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent chrono-node@2.10.3 timezone-abbr-offsets@1.0.2

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import * as chrono from 'chrono-node'
import offsets from 'timezone-abbr-offsets' with { type: 'json' }

for (const name of ['chrono-node', 'timezone-abbr-offsets'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const reference = { instant: new Date('2025-12-01T00:00:00Z'), timezone: 'UTC' }
const official = (moment) =>
  new Intl.DateTimeFormat('en', { timeZone: 'America/St_Johns', timeZoneName: 'longOffset' })
    .formatToParts(new Date(moment))
    .find((part) => part.type === 'timeZoneName').value

for (const [abbreviation, day, minutes, name] of [
  ['NST', '2025-01-15', -150, 'GMT-03:30'],
  ['NDT', '2025-07-15', -90, 'GMT-02:30'],
]) {
  const [result] = chrono.parse(`${day} 12:00 ${abbreviation}`, reference)
  const read = result.start.get('timezoneOffset')
  console.log(`${abbreviation}: tz database ${official(`${day}T12:00:00Z`)}, chrono-node ${read} minutes, table ${offsets[abbreviation]}`)
  assert.equal(official(`${day}T12:00:00Z`), name)
  assert.equal(read, minutes)
  assert.equal(offsets[abbreviation], minutes)
}
EOF
node try.mjs
