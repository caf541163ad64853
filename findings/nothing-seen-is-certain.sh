#!/usr/bin/env bash
# Guess: the confidence interval of a share for which no case is known is 0 to 1, or an error.
# Seen: it is 0 to 0. The formula divides by the number of cases; for none, the library returns the narrowest interval there is. A vendor
# whose promises were never put to the test appears with a share of exactly 0, as if it were known best of all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent wilson-score-interval@2.1.0

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import wilson from 'wilson-score-interval'

console.log('wilson-score-interval', JSON.parse(readFileSync('node_modules/wilson-score-interval/package.json', 'utf8')).version)

for (const [kept, cases] of [
  [80, 100],
  [0, 10],
  [0, 1],
  [0, 0],
])
  console.log(`${kept} of ${cases}: ${wilson(kept, cases).left.toFixed(3)} to ${wilson(kept, cases).right.toFixed(3)}`)

const widths = [10, 1, 0].map((cases) => wilson(0, cases).right - wilson(0, cases).left)
// The fewer cases, the wider; until there are none.
assert.ok(widths[0] < widths[1])
assert.ok(widths[1] > 0.5)
assert.deepEqual(wilson(0, 0), { left: 0, right: 0 })
EOF
node try.mjs
