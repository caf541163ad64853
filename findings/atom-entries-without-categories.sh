#!/usr/bin/env bash
# Guess: an Atom entry's categories are the terms of its category elements, as an RSS item's are, and the time of its last change
# is among what a reader returns.
# Seen: an RSS item has both its category and its date; the Atom entry with the same content has no categories at all, and its
# `updated` is nowhere, since `published` is taken for pubDate and isoDate (RFC 4287, 4.2.2 and 4.2.15).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent rss-parser@3.13.0

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import Parser from 'rss-parser'

console.log('rss-parser', JSON.parse(readFileSync('node_modules/rss-parser/package.json', 'utf8')).version)

const atom = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>tag:status.quillport.example,2026:all</id><title>Quillport</title><updated>2026-03-09T10:00:00Z</updated>
  <entry>
    <id>tag:status.quillport.example,2026:7</id><title>Mail is late</title>
    <link rel="alternate" href="https://status.quillport.example/7"/>
    <published>2026-03-04T23:40:00Z</published><updated>2026-03-09T10:00:00Z</updated>
    <category term="incident"/><category term="minor"/>
  </entry>
</feed>`
const rss = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Quillport</title><link>https://status.quillport.example/</link><description>d</description>
  <item><title>Mail is late</title><category>incident</category><category>minor</category></item>
</channel></rss>`

const [fromAtom] = (await new Parser().parseString(atom)).items
const [fromRss] = (await new Parser().parseString(rss)).items
console.log('RSS: ', fromRss)
console.log('Atom:', fromAtom)
assert.deepEqual(fromRss.categories, ['incident', 'minor'])
assert.equal(fromAtom.categories, undefined)
assert.ok(!JSON.stringify(fromAtom).includes('2026-03-09'))
EOF
node try.mjs
