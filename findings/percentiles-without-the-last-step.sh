#!/usr/bin/env bash
# Guess: a percentile between the two longest of ten durations lies between them, as it does between any other two; and one library
# has one answer to it.
# Seen: jStat.percentile interpolates between all neighbours but the last two: there it returns the smaller one, so the longest
# outage has no effect on the 95th percentile of ten. jStat.quantiles, of the same library, answers with the longest.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent jstat@1.9.6

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import jstat from 'jstat'

console.log('jstat', JSON.parse(readFileSync('node_modules/jstat/package.json', 'utf8')).version)
const { jStat } = jstat
// Minutes: nine short outages, and one of a day.
const durations = [10, 20, 30, 40, 50, 60, 70, 80, 90, 1440]
const at = (share) => jStat.percentile(durations, share)
for (const share of [0.85, 0.9, 0.95, 0.99, 1])
  console.log(`${share}: percentile ${at(share).toFixed(1)}, quantiles ${jStat.quantiles(durations, [share])[0].toFixed(1)}`)

// 0.85 of the way from the first to the last of ten: between the 8th and the 9th.
assert.ok(Math.abs(at(0.85) - 86.5) < 1e-9)
// 0.9, 0.95 and 0.99 are between the 9th and the 10th.
assert.deepEqual([at(0.9), at(0.95), at(0.99)], [90, 90, 90])
assert.equal(at(1), 1440)
assert.equal(jStat.quantiles(durations, [0.95])[0], 1440)
EOF
node try.mjs
