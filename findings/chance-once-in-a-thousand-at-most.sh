#!/usr/bin/env bash
# Guess: the probability that chance alone exceeds z standard errors goes on falling as z grows, as far as floating point carries.
# Seen: it is looked up in a printed table that ends at 3.09, and stays at one in a thousand from there. Four standard errors, which
# chance exceeds once in 31,574 times, and ten both count as once in a thousand, so the strongest of many comparisons look alike.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent simple-statistics@7.12.1

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { cumulativeStdNormalProbability, standardNormalTable } from 'simple-statistics'

console.log('simple-statistics', JSON.parse(readFileSync('node_modules/simple-statistics/package.json', 'utf8')).version)

for (const z of [1, 2, 3, 3.09, 4, 10])
  console.log(`above ${z} standard errors: ${(1 - cumulativeStdNormalProbability(z)).toFixed(6)}`)
console.log(`entries of the table: ${standardNormalTable.length}, the last ${standardNormalTable.at(-1)}`)

assert.equal(cumulativeStdNormalProbability(2), 0.9772)
for (const z of [3.09, 4, 10]) assert.equal(cumulativeStdNormalProbability(z), 0.999)
EOF
node try.mjs
