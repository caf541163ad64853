#!/usr/bin/env bash
# Guess: a guid or title written by one well-kept library and read by another is the same string.
# Seen: feedsmith puts a text that holds an ampersand or a less-than sign into CDATA, and the CDATA on a line of its own, indented. To
# rss-parser, which does not trim, the line breaks and spaces belong to the text. An incident is then known by a guid that
# differs from the one given, and its link does not compare equal either, while the incidents without an ampersand are in order.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent feedsmith@3.0.1 rss-parser@3.13.0

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { generateRssFeed } from 'feedsmith'
import Parser from 'rss-parser'

for (const name of ['feedsmith', 'rss-parser'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const item = (title, url) => ({ title, link: url, guid: { value: url } })
const plain = item('Search fails', 'https://status.quillport.example/incident?id=1')
const joined = item('Search & login fail', 'https://status.quillport.example/incident?id=2&lang=en')
const xml = generateRssFeed({
  title: 'Quillport', link: 'https://status.quillport.example/', description: 'Incidents', items: [plain, joined],
})
const [first, second] = (await new Parser().parseString(xml)).items
for (const { title, link, guid } of [first, second]) console.log(JSON.stringify({ title, link, guid }))
assert.deepEqual([first.title, first.link, first.guid], [plain.title, plain.link, plain.guid.value])
for (const [read, given] of [
  [second.title, joined.title],
  [second.link, joined.link],
  [second.guid, joined.guid.value],
]) {
  assert.match(read, /^\n +\S.*\n +$/)
  assert.equal(read.trim(), given)
}
EOF
node try.mjs
