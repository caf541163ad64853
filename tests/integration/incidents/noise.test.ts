import { expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest, runMode } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase({ emptied: true, checked: true })

const DAY = '2026-03-01T'

/** An incident as a page says it, with times of this fraction of a second. */
const said = (fraction: string, scheme: string, title = 'Slow exports') =>
  aDocument([
    anIncident('a', {
      title,
      statedStartedAt: at(`${DAY}09:00:07${fraction}Z`),
      statedEndedAt: at(`${DAY}10:00:07${fraction}Z`),
      modifiedAt: at(`${DAY}10:30:07${fraction}Z`),
      sourceUrl: `${scheme}://status.acme.example/incidents/a`,
      updates: [anUpdate('u1', { postedAt: at(`${DAY}09:10:07${fraction}Z`) })],
    }),
  ])

const stored = async () =>
  (
    await pool().query(
      `select i.source_url as url, i.stated_started_at as "start", i.stated_ended_at as "end", u.posted_at as posted, u.edited_at as edited,
         (select array_agg(field) from revisions) as revisions
       from incidents i join incident_updates u on u.incident_id = i.id`,
    )
  ).rows

it.each([
  ['fine, then cut', ['.123', 'http'], ['', 'https']],
  ['cut, then fine', ['', 'https'], ['.123', 'http']],
])('a fraction of a second and the scheme of a page are no change: %s', async (_, first, second) => {
  const [one, other] = [said(...(first as [string, string])), said(...(second as [string, string]))]
  await ingest(one, { readAt: '2026-03-02T00:00Z' })
  const run = await ingest(other, { readAt: '2026-03-02T01:00Z' })
  expect(run).toMatchObject({ updated: 0, unchanged: 1 })
  await ingest(one, { readAt: '2026-03-02T02:00Z' })
  const right = [
    {
      url: 'https://status.acme.example/incidents/a',
      start: at(`${DAY}09:00:07.123Z`),
      end: at(`${DAY}10:00:07.123Z`),
      posted: at(`${DAY}09:10:07.123Z`),
      edited: null,
      revisions: null,
    },
  ]
  expect(await stored()).toEqual(right)
  await runMode('replay')
  expect(await stored()).toEqual(right)
})

it('what changes beside them is a change, and no older copy', async () => {
  await ingest(said('.123', 'http'), { readAt: '2026-03-02T00:00Z' })
  await ingest(said('', 'https', 'Slower exports'), { readAt: '2026-03-02T01:00Z' })
  expect((await stored())[0].revisions).toEqual(['title'])
  expect((await pool().query('select title from incidents')).rows).toEqual([{ title: 'Slower exports' }])
})

it('another second is a change', async () => {
  await ingest(said('.123', 'http'), { readAt: '2026-03-02T00:00Z' })
  const later = said('.123', 'http')
  await ingest(aDocument([{ ...anIncident('a'), ...later.incidents[0], statedEndedAt: at(`${DAY}10:00:08.123Z`) }]), {
    readAt: '2026-03-02T01:00Z',
  })
  expect((await stored())[0].revisions).toEqual(['statedEndedAt'])
})
