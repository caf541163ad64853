#!/usr/bin/env bash
# Guess: to a reader of feeds `&amp;`, `&#38;` and `&#x26;` are one character, wherever they stand, as XML has it.
# Seen: feed-parser decodes all three in titles and ids, but in links only the first. An incident's address, written by a library or
# template that prefers numbers, then leads to a parameter "#38;page" or ends in a fragment. feedsmith decodes all of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent @rowanmanning/feed-parser@2.1.5 feedsmith@3.0.1

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parseFeed } from '@rowanmanning/feed-parser'
import { parseFeed as parseWithFeedsmith } from 'feedsmith'

for (const name of ['@rowanmanning/feed-parser', 'feedsmith'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const feedWith = (sign) => `<?xml version="1.0"?><rss version="2.0"><channel><title>Quillport</title>
<link>https://status.quillport.example/</link><description>Incidents</description><item><title>Search ${sign} login fail</title>
<link>https://status.quillport.example/i?id=1${sign}page=2</link><guid isPermaLink="false">1${sign}2</guid></item></channel></rss>`
const right = ['Search & login fail', '1&2', 'https://status.quillport.example/i?id=1&page=2']
for (const sign of ['&amp;', '&#38;', '&#x26;']) {
  const [item] = parseFeed(feedWith(sign)).items
  const read = [item.title, item.id, item.url]
  console.log(sign, JSON.stringify(read))
  assert.deepEqual(read, [right[0], right[1], right[2].replace('&', sign === '&amp;' ? '&' : sign)])
  const [other] = parseWithFeedsmith(feedWith(sign)).feed.items
  assert.deepEqual([other.title, other.guid.value, other.link], right)
}
EOF
node try.mjs
