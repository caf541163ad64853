#!/usr/bin/env bash
# Guess: `published` is the entry's <published>, and `created`, if anything, the same or nothing.
# Seen: <published> of Atom is not read at all. `published` is the moment at which the feed was read, and `created` the entry's last
# edit. Each outage of an Atom feed is published anew whenever somebody looks, while the items of an RSS feed keep their pubDate.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent rss-to-json@2.1.1

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import rssToJson from 'rss-to-json'

console.log('rss-to-json', JSON.parse(readFileSync('node_modules/rss-to-json/package.json', 'utf8')).version)

const xml = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>Quillport incidents</title><id>tag:quillport.example,2025:incidents</id><updated>2025-06-11T08:00:00Z</updated>
  <link href="https://status.quillport.example/"/><author><name>Quillport</name></author>
  <entry>
    <title>Imports fail</title><id>tag:quillport.example,2025:incident/11</id>
    <link href="https://status.quillport.example/incidents/11"/>
    <published>2025-03-02T08:00:00Z</published><updated>2025-06-11T08:00:00Z</updated>
    <summary>All imports work again.</summary>
  </entry>
</feed>`
const server = createServer((_request, response) => response.setHeader('content-type', 'application/atom+xml').end(xml))
await once(server.listen(0, '127.0.0.1'), 'listening')

const before = Date.now()
const [item] = (await rssToJson.parse(`http://127.0.0.1:${server.address().port}/history.atom`)).items
server.close()
console.log('given: published 2025-03-02T08:00:00Z, updated 2025-06-11T08:00:00Z')
console.log('read:  published', new Date(item.published).toISOString(), 'created', new Date(item.created).toISOString())
assert.ok(item.published >= before && item.published <= Date.now())
assert.equal(new Date(item.created).toISOString(), '2025-06-11T08:00:00.000Z')
EOF
node try.mjs
