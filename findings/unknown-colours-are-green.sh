#!/usr/bin/env bash
# Guess: a colour that the package does not know raises an error, or gives the grey that its README calls the default.
# Seen: it gives the green of "brightgreen", and so does no colour at all. A badge that says "down" in the colour "degraded" or
# "major", the words that status pages use, looks like one that says that all is well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent badge-maker@6.0.0

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { makeBadge } from 'badge-maker'

console.log('badge-maker', JSON.parse(readFileSync('node_modules/badge-maker/package.json', 'utf8')).version)
console.log(readFileSync('node_modules/badge-maker/README.md', 'utf8').match(/.*the default `color`/)[0])

const colour = (color) => makeBadge({ label: 'uploads', message: 'down', ...(color && { color }) }).match(/fill="(#\w+)"/g)[1]
const green = colour('brightgreen')
const expected = { degraded: green, major: green, warning: green, critical: 'fill="#dd4343"', lightgrey: 'fill="#939393"' }
for (const [word, fill] of Object.entries(expected)) {
  console.log(word, '->', colour(word))
  assert.equal(colour(word), fill)
}
console.log('no colour ->', colour())
assert.equal(colour(), green)
EOF
node try.mjs
