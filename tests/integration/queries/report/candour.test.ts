import { expect, it } from 'vitest'
import { readCandourOf } from '#lib/queries/report/candour.ts'
import { findScope } from '#lib/queries/scope.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase({ emptied: true })

const NOW = at('2026-06-01T00:00Z')

async function candourOf(query: string) {
  const filter = parseHistoryFilter(new URLSearchParams(query), NOW)
  const scope = await findScope(['acme', 'bolt'], filter, NOW)
  return await Promise.all((scope.vendorIds ?? []).map((id) => readCandourOf(id, scope)))
}

const updates = [
  anUpdate('u1', { status: 'investigating', postedAt: at('2026-03-01T10:20Z') }),
  anUpdate('u2', { status: 'resolved', postedAt: at('2026-03-01T11:00Z') }),
]

it('edits and withdrawals count from when they were seen, and only in the window', async () => {
  const source = { url: 'https://status.acme.example' }
  const whole = { completeness: 'whole' } as const
  const other = anIncident('b', {
    statedStartedAt: at('2026-03-01T12:00Z'),
    statedEndedAt: at('2026-03-01T13:00Z'),
    updates: [],
  })
  await ingest(aDocument([anIncident('a', { updates }), other], whole), { ...source, readAt: '2026-03-02T00:00Z' })
  const [first = anUpdate('u1'), second = anUpdate('u2')] = updates
  const edited = anIncident('a', { updates: [{ ...first, body: 'Another text.' }, second] })
  for (const readAt of ['2026-03-03T00:00Z', '2026-03-04T00:00Z'])
    await ingest(aDocument([edited], whole), { ...source, readAt })
  expect(await candourOf('window=2026-03')).toMatchObject([
    {
      firstPostedWhenOver: { count: 0, of: 1 },
      lag: { count: 1, of: 1 },
      longestSilence: { seconds: 2_400 },
      editedUpdates: { count: 1, of: 2 },
      withdrawnIncidents: { count: 1, of: 2 },
    },
  ])
  // Read once until then: nobody could have seen an edit or a withdrawal. The next read saw both.
  expect(await candourOf('window=24m&asOf=2026-03-02T12:00:00Z')).toMatchObject([
    { editedUpdates: { count: 0, of: 0 }, withdrawnIncidents: { count: 0, of: 0 } },
  ])
  expect(await candourOf('window=24m&asOf=2026-03-03T12:00:00Z')).toMatchObject([
    { editedUpdates: { count: 1, of: 2 }, withdrawnIncidents: { count: 1, of: 2 } },
  ])
  const none = { count: 0, of: 0 }
  expect(await candourOf('window=2026-04')).toMatchObject([
    { firstPostedWhenOver: none, editedUpdates: none, withdrawnIncidents: none, longestSilence: null },
  ])
})

it('at a moment between two reads of the same document, nothing was read again', async () => {
  for (const readAt of ['2026-03-02T00:00Z', '2026-03-02T00:04Z'])
    await ingest(aDocument([anIncident('a', { updates })]), { readAt })
  const readAgain = async (asOf: string) =>
    (await candourOf(`window=24m&asOf=${asOf}`)).map(({ editedUpdates }) => editedUpdates.of)
  expect(await readAgain('2026-03-02T00:02:00Z')).toEqual([0])
  expect(await readAgain('2026-03-02T00:10:00Z')).toEqual([2])
})

it('each vendor has its own', async () => {
  for (const vendor of ['acme', 'bolt']) await ingest(aDocument([anIncident('a', { updates })]), { vendor })
  expect((await candourOf('')).map(({ firstPostedWhenOver }) => firstPostedWhenOver)).toEqual([
    { count: 0, of: 1 },
    { count: 0, of: 1 },
  ])
})
