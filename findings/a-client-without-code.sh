#!/usr/bin/env bash
# Guess: the newest release of a package that calls itself a client of the Statuspage API can be imported.
# Seen: it was published without its build. The archive holds a licence, a README and a package.json whose `exports` point to a file
# that is not there; the release's own test script is `exit 0`, so nothing stood in the way.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent statuspage.io@3.4.6

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'

const { version, exports, scripts } = JSON.parse(readFileSync('node_modules/statuspage.io/package.json', 'utf8'))
const files = readdirSync('node_modules/statuspage.io', { recursive: true }).filter((name) => !name.startsWith('node_modules')).sort()
const code = await import('statuspage.io').then(() => 'imported', (error) => error.code)
console.log('statuspage.io', version)
console.log('exports:', exports, 'test:', scripts.test)
console.log('files:  ', files.join(' '))
console.log('import: ', code)
assert.deepEqual(files, ['LICENSE', 'README.md', 'package.json'])
assert.equal(code, 'ERR_MODULE_NOT_FOUND')
EOF
node try.mjs
