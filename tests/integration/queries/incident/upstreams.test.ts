import { expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { getIncident } from '#lib/queries/incidents.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { aSource, ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

it('an incident says whom its texts name as the cause, with the quote, and the vendor if it is here', async () => {
  for (const vendor of ['aws', 'bolt']) await aSource({ vendor })
  await pool().query("update vendors set name = 'Bolt Mail' where slug = 'bolt'")
  const updates = [
    anUpdate('u1', { postedAt: at('2026-03-01T10:10Z'), body: 'We use Fastly. Our provider (AWS) has an issue.' }),
    anUpdate('u2', { postedAt: at('2026-03-01T10:20Z'), body: 'There is an outage at Bolt Mail, too. acme is down.' }),
    anUpdate('u3', { postedAt: at('2026-03-01T10:30Z'), body: 'Heroku is investigating.' }),
  ]
  await ingest(aDocument([anIncident('a', { updates })]), { vendor: 'acme' })
  const { rows } = await pool().query("select public_id as id from incidents where title = 'Incident a'")
  expect((await getIncident(rows[0].id, at('2026-06-01T00:00Z')))?.namedUpstreams).toEqual([
    { name: 'Amazon Web Services', vendor: 'aws', updateId: 'u1', quote: 'Our provider (AWS) has an issue.' },
    { name: 'Bolt Mail', vendor: 'bolt', updateId: 'u2', quote: 'There is an outage at Bolt Mail, too.' },
    { name: 'Heroku', vendor: null, updateId: 'u3', quote: 'Heroku is investigating.' },
  ])
})

it('of two vendors with names of the same company, the one with its usual name is meant', async () => {
  for (const vendor of ['aws', 'amazon']) await aSource({ vendor })
  await pool().query("update vendors set name = 'Amazon Web Services' where slug = 'amazon'")
  const updates = [anUpdate('u1', { postedAt: at('2026-03-01T10:10Z'), body: 'Our provider (AWS) has an issue.' })]
  await ingest(aDocument([anIncident('b', { updates })]), { vendor: 'acme' })
  const { rows } = await pool().query("select public_id as id from incidents where title = 'Incident b'")
  expect((await getIncident(rows[0].id, at('2026-06-01T00:00Z')))?.namedUpstreams).toMatchObject([{ vendor: 'amazon' }])
})
