import { expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { expectInvariants, ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase({ emptied: true })

type Item = [id: string, title: string, hour: number]
const MAIL: Item = ['mail', '[Resolved] Slow mail', 1]
const SEARCH: Item = ['search', '[Investigating] Slow search', 9]
const LATER: Item[] = [
  ['desk', '[Resolved] Slow desk', 10],
  ['chat', '[Resolved] Slow chat', 11],
]

async function read(hour: number, items: readonly Item[]) {
  const written = items
    .toSorted(([, , a], [, , b]) => b - a)
    .map(([id, title, at]) => {
      const time = new Date(Date.UTC(2026, 2, 10, at)).toUTCString()
      return `<item><title>${title}</title><guid isPermaLink="false">${id}</guid><link>https://status.acme.example/i/${id}</link><pubDate>${time}</pubDate></item>`
    })
  const text = `<rss version="2.0"><channel><title>Acme Status</title><link>https://status.acme.example</link>${written.join('')}</channel></rss>`
  await ingest(text, { platform: 'feed', readAt: new Date(Date.UTC(2026, 2, 10, hour)) })
}

/** What became of the slow search. */
async function told(): Promise<string> {
  await expectInvariants()
  const { rows } = await pool().query(
    `select basis, to_char(ended_at at time zone 'UTC', 'HH24:MI') as end, withdrawn_at is not null as "isWithdrawn"
     from incidents where external_id = 'search'`,
  )
  return `${rows[0].basis} ${rows[0].end ?? 'open'}${rows[0].isWithdrawn ? ', withdrawn' : ''}`
}

it('an open item that a feed drops, though it reaches back past its start, ended when it was last listed', async () => {
  await read(10, [MAIL, SEARCH])
  await read(11, [MAIL])
  expect(await told()).toBe('ongoing open')
  await read(12, [MAIL])
  expect(await told()).toBe('seen 10:00, withdrawn')
  await read(13, [MAIL, SEARCH])
  expect(await told()).toBe('ongoing open')
})

it('an open item that fell off a feed because newer ones came is still open', async () => {
  await read(10, [MAIL, SEARCH])
  await read(12, LATER)
  await read(13, LATER)
  expect(await told()).toBe('ongoing open')
})
