#!/usr/bin/env bash
# Guess: a font draws each letter of a name as that letter; it replaces letters by other signs only if the page asks for such a feature.
# Seen: with its default features, Inter draws an x between two digits as a multiplication sign, and "->" as an arrow. The vendor 8x8,
# its host name, and "->" in a line of a log look different from what was written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --no-audit --no-fund --ignore-scripts --silent harfbuzzjs@1.6.4 @expo-google-fonts/inter@0.4.2

cat >try.mjs <<'EOF'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import * as hb from 'harfbuzzjs'

for (const name of ['harfbuzzjs', '@expo-google-fonts/inter'])
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version)

const bytes = new Uint8Array(readFileSync('node_modules/@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'))
const font = new hb.Font(new hb.Face(new hb.Blob(bytes.buffer)))
function glyphs(text, features) {
  const buffer = new hb.Buffer()
  buffer.addText(text)
  buffer.guessSegmentProperties()
  hb.shape(font, buffer, features)
  return buffer.getGlyphInfos().map(({ codepoint }) => font.glyphName(codepoint))
}

for (const [text, drawn] of [
  ['8x8', 'eight multiply.case eight'],
  ['10x', 'one zero x'],
  ['->', 'arrowright'],
]) {
  console.log(`${text}: ${glyphs(text).join(' ')}; without calt ${glyphs(text, [hb.Feature.fromString('calt=0')]).join(' ')}`)
  assert.equal(glyphs(text).join(' '), drawn)
}
assert.equal(glyphs('8x8', [hb.Feature.fromString('calt=0')]).join(' '), 'eight x eight')
EOF
node try.mjs
