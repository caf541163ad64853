#!/usr/bin/env bash
# Guess: a backslash keeps punctuation from having a meaning, so `https\://a.example` stays plain text, as `\*a\*` stays unemphasised.
# Seen: it becomes a link. The tree is searched for addresses after the backslashes have been taken out of it, so an address that was
# escaped on purpose, in an incident's text for example, cannot be told from one that was not. The same holds for mail addresses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent \
  unified@11.0.5 remark-parse@11.0.0 remark-gfm@4.0.1 mdast-util-gfm-autolink-literal@2.0.1

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

for (const name of ['remark-gfm', 'mdast-util-gfm-autolink-literal'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const processor = unified().use(remarkParse).use(remarkGfm)
const expected = {
  'Do not open https\\://old.birchline.example/login': 'https://old.birchline.example/login',
  'Host www\\.birchline.example is down': 'http://www.birchline.example',
  'Sender ops\\@birchline.example is blocked': 'mailto:ops@birchline.example',
  'An escaped \\*star\\* stays a star': undefined,
}
for (const [markdown, url] of Object.entries(expected)) {
  const paragraph = processor.runSync(processor.parse(markdown)).children[0]
  const link = paragraph.children.find((node) => node.type === 'link')
  console.log(markdown, '->', link ? `link to ${link.url}` : 'no link')
  assert.equal(link?.url, url)
}
EOF
node try.mjs
