#!/usr/bin/env bash
# Guess: of an Atom entry that has both, `published` becomes the date of publication that a reader offers, and `updated` another field.
# Seen: htmlparser2 offers the time of the last edit as `pubDate` and feed-extractor as `published`; neither hands out the other time.
# A vendor that adds a postmortem in autumn has moved the outage of January there. rss-parser takes `published`, as guessed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent htmlparser2@12.0.0 @extractus/feed-extractor@8.0.3 rss-parser@3.13.0

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { extractFromXml } from '@extractus/feed-extractor'
import { parseFeed } from 'htmlparser2'
import Parser from 'rss-parser'

for (const name of ['htmlparser2', '@extractus/feed-extractor', 'rss-parser'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const xml = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Birchline incidents</title><id>tag:birchline.example,2025:incidents</id><updated>2025-10-08T12:00:00Z</updated>
  <link href="https://status.birchline.example/"/><author><name>Birchline</name></author>
  <entry>
    <title>Uploads fail</title><id>tag:birchline.example,2025:incident/5</id>
    <link href="https://status.birchline.example/incidents/5"/>
    <published>2025-01-20T04:00:00Z</published><updated>2025-10-08T12:00:00Z</updated>
    <summary>The postmortem is here.</summary>
  </entry>
</feed>`

const read = {
  'htmlparser2 pubDate': parseFeed(xml).items[0].pubDate.toISOString(),
  'feed-extractor published': extractFromXml(xml).entries[0].published,
  'rss-parser isoDate': (await new Parser().parseString(xml)).items[0].isoDate,
}
console.log(read)
assert.deepEqual(Object.values(read), ['2025-10-08T12:00:00.000Z', '2025-10-08T12:00:00.000Z', '2025-01-20T04:00:00.000Z'])
EOF
node try.mjs
