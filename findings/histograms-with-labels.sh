#!/usr/bin/env bash
# Guess: a histogram that has labels, one series for each vendor, gives one entry for each, with its labels, buckets, sum and count.
# Seen: one entry in all. It has the buckets of the series that came last, no labels, no sum and no count; the others are gone, and
# nothing is raised. Summaries fare the same, while gauges and counters keep each series and its labels.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent parse-prometheus-text-format@1.1.1

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import parse from 'parse-prometheus-text-format'

const name = 'parse-prometheus-text-format'
console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const text = `# HELP fetch_seconds How long a status page took to answer.
# TYPE fetch_seconds histogram
fetch_seconds_bucket{vendor="birchline",le="1"} 40
fetch_seconds_bucket{vendor="birchline",le="+Inf"} 50
fetch_seconds_sum{vendor="birchline"} 61
fetch_seconds_count{vendor="birchline"} 50
fetch_seconds_bucket{vendor="quillport",le="1"} 3
fetch_seconds_bucket{vendor="quillport",le="+Inf"} 4
fetch_seconds_sum{vendor="quillport"} 5
fetch_seconds_count{vendor="quillport"} 4
# HELP parse_seconds How long it took to parse.
# TYPE parse_seconds summary
parse_seconds{vendor="birchline",quantile="0.5"} 0.2
parse_seconds_sum{vendor="birchline"} 9
parse_seconds_count{vendor="birchline"} 50
parse_seconds{vendor="quillport",quantile="0.5"} 0.7
parse_seconds_sum{vendor="quillport"} 3
parse_seconds_count{vendor="quillport"} 4
# HELP open_incidents Incidents without an end.
# TYPE open_incidents gauge
open_incidents{vendor="birchline"} 2
open_incidents{vendor="quillport"} 0
`
const [histogram, summary, gauge] = parse(text)
console.log(JSON.stringify(histogram))
console.log(JSON.stringify(summary))
console.log(JSON.stringify(gauge))
assert.deepEqual(histogram.metrics, [{ buckets: { 1: '3', '+Inf': '4' } }])
assert.deepEqual(summary.metrics, [{ quantiles: { 0.5: '0.7' } }])
assert.equal(gauge.metrics.length, 2)
assert.deepEqual(gauge.metrics[0].labels, { vendor: 'birchline' })
EOF
node try.mjs
