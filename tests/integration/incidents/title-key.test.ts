import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { matchDuplicates } from '#lib/domain/duplicates.ts'
import { titleKey } from '#lib/domain/title-key.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

/** Letters whose small form depends on who computes it, and every blank that a vendor's editor may leave. */
const letter = fc.constantFrom(...('aZßẞéÉİIıΣςσΟѲЖჀǅÅ𐐀'.match(/./gu) ?? []))
const blank = fc.constantFrom(' ', '  ', '\u00A0', '\u202F', '\u2003', '\u3000', '\uFEFF')
const words = fc.array(fc.array(letter, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 })
const asTitle = (blanks: fc.Arbitrary<string>) =>
  fc
    .tuple(words, fc.infiniteStream(blanks), fc.constantFrom('as it is', 'upper', 'lower'))
    .map(([list, gaps, form]) => {
      const text = list.map((letters) => letters.join('')).reduce((sum, word) => sum + gaps.next().value + word)
      return form === 'upper' ? text.toUpperCase() : form === 'lower' ? text.toLowerCase() : text
    })

const PAIRS = fc
  .sample(
    asTitle(blank).chain((title) =>
      fc.tuple(
        fc.constant(title),
        fc.oneof(
          fc.constantFrom(title.toUpperCase(), title.toLowerCase(), title.replace(/\s/g, '\u00A0'), `${title}!`),
          asTitle(blank),
        ),
      ),
    ),
    { numRuns: 300, seed: 20 },
  )
  .map(([one, other], n): [string, string] => [`${n} ${one}`, `${n} ${other}`])

describe('titles that are the same but for blanks and capitals', () => {
  it('are the same for a document that dates an incident as for two sources that are compared', async () => {
    await ingest(
      aDocument(
        PAIRS.map(([title], n) =>
          anIncident(`undated${n}`, {
            ...{ title, statedStartedAt: null, statedEndedAt: null, status: null, updates: [] },
            startedBefore: at('2026-03-02T00:00Z'),
          }),
        ),
      ),
      { readAt: '2026-03-12T00:00Z' },
    )
    await ingest(aDocument(PAIRS.map(([, title], n) => anIncident(`dated${n}`, { title }))), {
      readAt: '2026-03-13T00:00Z',
    })
    const { rows } = await pool().query(
      `select k.external_id as id from incident_keys k join incidents i on i.id = k.incident_id where k.external_id ~ '^dated'
       and i.external_id ~ '^undated'`,
    )
    const found = new Set(rows.map(({ id }) => id))
    const startedAt = at('2026-03-01T10:00Z')
    for (const [n, [one, other]] of PAIRS.entries()) {
      const isSame = titleKey(one) === titleKey(other)
      const duplicates = matchDuplicates(
        [{ externalId: 'a', title: one, startedAt }],
        [{ externalId: 'b', title: other, startedAt }],
        { toleranceSeconds: 0, isSamePlatform: false, notDuplicates: new Set() },
      )
      expect([one, other, found.has(`dated${n}`), duplicates.length === 1]).toEqual([one, other, isSame, isSame])
    }
  })
})
