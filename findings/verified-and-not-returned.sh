#!/usr/bin/env bash
# Guess: two libraries that verify the same signature, one of them by the authors of the scheme, return the same: what was signed.
# Seen: standardwebhooks returns the parsed body, svix returns nothing. A text that is no JSON, rightly signed, passes svix; in
# standardwebhooks it raises a SyntaxError of JSON.parse and not the error that the library exports for what it refuses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent svix@2.5.0 standardwebhooks@1.1.1

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import * as standard from 'standardwebhooks'
import * as svix from 'svix'

for (const name of ['svix', 'standardwebhooks'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`
const signer = new standard.Webhook(secret)
function verify({ Webhook }, body) {
  const at = new Date()
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signer.sign('msg_1', at, body),
  }
  try {
    return new Webhook(secret).verify(body, headers)
  } catch (error) {
    return error
  }
}

const json = '{"type":"incident.resolved"}'
const text = 'The incident is over.'
for (const body of [json, text]) {
  console.log('body:            ', body)
  console.log('standardwebhooks:', String(JSON.stringify(verify(standard, body))), verify(standard, body)?.name ?? '')
  console.log('svix:            ', verify(svix, body))
}
assert.deepEqual(verify(standard, json), { type: 'incident.resolved' })
assert.equal(verify(svix, json), undefined)
assert.equal(verify(svix, text), undefined)
const raised = verify(standard, text)
assert.ok(raised instanceof SyntaxError && !(raised instanceof standard.WebhookVerificationError))
EOF
node try.mjs
