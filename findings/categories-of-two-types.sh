#!/usr/bin/env bash
# Guess: `categories` of an RSS item is a list of strings, as the package's own types say.
# Seen: a <category> with a domain, which RSS 2.0 provides for, comes as an object with the keys "_" and "$" amid the strings.
# Whoever filters by `categories.includes('major')` misses the incidents of vendors that name their scheme.
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
const declared = readFileSync('node_modules/rss-parser/index.d.ts', 'utf8').match(/categories\?:.*/)[0]

const xml = `<?xml version="1.0"?>
<rss version="2.0"><channel>
  <title>Quillport</title><link>https://status.quillport.example/</link><description>Incidents</description>
  <item>
    <title>Exports stand still</title><link>https://status.quillport.example/incidents/6</link>
    <category domain="https://status.quillport.example/impact">major</category>
    <category>exports</category>
  </item>
</channel></rss>`

// Written out and read again, since the objects that the parser makes have no prototype.
const categories = JSON.parse(JSON.stringify((await new Parser().parseString(xml)).items[0].categories))
console.log('declared:', declared)
console.log('read:    ', JSON.stringify(categories))
assert.equal(declared, 'categories?: string[];')
assert.deepEqual(categories, [{ _: 'major', $: { domain: 'https://status.quillport.example/impact' } }, 'exports'])
assert.equal(categories.includes('major'), false)
EOF
node try.mjs
