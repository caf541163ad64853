import { expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { pruneDocuments } from '#lib/documents/prune-documents.ts'
import { aSource, ingest, runMode } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

const SOURCE = { platform: 'feed', url: 'https://status.acme.example/feed.xml' } as const
const HTML =
  '<p><strong>Impact window: </strong>10:05 UTC to 11:20 UTC. <strong>Component: </strong>Database is well.</p>'

const feedOf = (builtAt: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Acme status</title><link>https://status.acme.example</link><lastBuildDate>${builtAt}</lastBuildDate><item><title>[Resolved] Slow exports</title><guid>1</guid><pubDate>Mon, 02 Mar 2026 12:00:00 GMT</pubDate><description><![CDATA[${HTML}]]></description></item></channel></rss>`

const stored = async () =>
  (
    await pool().query(
      `select u.body, i.stated_window->>'from' as "from", i.stated_window->>'to' as "to",
         (select count(*)::int from revisions) as revisions, i.derived_basis as basis
       from incidents i join incident_updates u on u.incident_id = i.id`,
    )
  ).rows

it('a text and a stated window that an older version wrote with character references are right after a replay', async () => {
  for (const hour of ['13', '14', '15'])
    await ingest(feedOf(hour), { ...SOURCE, readAt: `2026-03-02T${hour}:00Z`, from: SOURCE.url })
  const right = await stored()
  expect(right).toMatchObject([
    {
      body: '**Impact window:** 10:05 UTC to 11:20 UTC. **Component:** Database is well.',
      from: '2026-03-02T10:05:00.000Z',
      to: '2026-03-02T11:20:00.000Z',
      revisions: 0,
    },
  ])
  await pool().query(
    `update incident_updates set body = '**Impact window:&#x20;**&#x31;0:05 UTC to 11:20 UTC. **Component:&#x20;**&#x44;atabase is well.'`,
  )
  await pool().query(
    `update incidents set stated_window = jsonb_set(stated_window, '{from}', '"2026-03-02T00:05:00.000Z"')`,
  )
  // The document that said a text is kept for as long as the text is.
  const { sourceId } = await aSource(SOURCE)
  expect(await pruneDocuments(sourceId, new Date('2027-01-01T00:00Z'))).toMatchObject({ documents: 1 })
  await runMode('replay', SOURCE)
  expect(await stored()).toEqual(right)
})
