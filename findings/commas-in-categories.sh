#!/usr/bin/env bash
# Guess: what goes into a calendar as two categories comes out as two; the generator escapes commas in a title, so it does in these.
# Seen: commas in a title are escaped, those in a category are not. "Storage, cold" becomes the categories "Storage" and "cold",
# and components whose names have a comma in them are counted under names that no vendor uses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent ics@3.12.0 ical.js@2.2.1

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import { createEvent } from 'ics'

for (const name of ['ics', 'ical.js'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const categories = ['Storage, cold', 'Mail']
const { value } = createEvent({
  start: [2025, 4, 9, 7, 30], startInputType: 'utc', duration: { hours: 1 }, title: 'Slow, then down', categories,
})
const component = new ICAL.Component(ICAL.parse(value)).getFirstSubcomponent('vevent')
const read = component.getAllProperties('categories').flatMap((property) => property.getValues()).map((one) => one.trim())
console.log(value.split('\r\n').filter((line) => /^(SUMMARY|CATEGORIES)/.test(line)).join('\n'))
console.log('given:', categories)
console.log('read: ', read)
assert.match(value, /^SUMMARY:Slow\\, then down\r$/m)
assert.deepEqual(read, ['Storage', 'cold', 'Mail'])
EOF
node try.mjs
