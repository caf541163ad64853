import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { KIND_FACTS, TARGET_KINDS } from '#lib/domain/alerts/target-kinds.ts'

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', '..', '..', path), 'utf8')
const labels = TARGET_KINDS.map((kind) => KIND_FACTS[kind].label)

it('docs/alerts.md has a recipe for each kind of target, and for no other', () => {
  const [, rows = ''] = /\| kind \| where its address .*\n.*\n((?:\|.*\n)+)/.exec(read('docs/alerts.md')) ?? []
  const kinds = [...rows.matchAll(/^\| (.+?) \|/gm)].map(([, kind]) => kind)
  expect(kinds.toSorted()).toEqual(labels.toSorted())
})

it('the README names each kind of target that is not a form of a webhook', () => {
  const [, sentence = ''] = /\*\*Alerts\*\*: the site tells ([\s\S]*?)\s+what is new/.exec(read('README.md')) ?? []
  const named = sentence.replaceAll(/\s+/g, ' ').toLowerCase()
  const missing = labels.filter((label) => label !== KIND_FACTS.json.label && !named.includes(label.toLowerCase()))
  expect(missing).toEqual([])
})
