#!/usr/bin/env bash
# Guess: what turns Markdown into Slack's form writes a hard break as a line end, for Slack breaks a line at each of them.
# Seen: it writes a backslash before the line end, as Markdown would, in whichever of the two ways the break was written. Slack knows
# no such escape, so its readers see the backslash.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent slackify-markdown@5.0.0 mdast-util-from-markdown@2.0.2

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { slackifyMarkdown } from 'slackify-markdown'

console.log('slackify-markdown', JSON.parse(readFileSync('node_modules/slackify-markdown/package.json', 'utf8')).version)

const blanks = 'Mail is delayed.  \nCalls work.'
const backslash = 'Mail is delayed.\\\nCalls work.'
for (const markdown of [blanks, backslash]) {
  const nodes = fromMarkdown(markdown).children[0].children.map(({ type }) => type)
  assert.deepEqual(nodes, ['text', 'break', 'text'])
  console.log(JSON.stringify(markdown), 'is', nodes.join(', '), 'and becomes', JSON.stringify(slackifyMarkdown(markdown)))
}
for (const markdown of [blanks, backslash])
  assert.equal(slackifyMarkdown(markdown), 'Mail is delayed.\\\nCalls work.\n')
// An ordinary line end is kept as it is.
assert.equal(slackifyMarkdown('Mail is delayed.\nCalls work.'), 'Mail is delayed.\nCalls work.\n')
EOF
node try.mjs
