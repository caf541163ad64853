import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { indexDueWords } from '#lib/incidents/search-index.ts'
import type { SearchChoices } from '#lib/queries/schemas.ts'
import { listSearchMatches, searchIncidents, suggestWords } from '#lib/queries/search.ts'
import { understandSearch } from '#lib/queries/search-request.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest, useTestDatabase } from '#tests/support/ingest.ts'

const NOW = at('2026-06-01T00:00Z')
const NONE: SearchChoices = { vendor: null, window: null, impact: null }

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  const on = (day: string, title: string, impact: 'minor' | 'major', body = 'Text.') =>
    anIncident(title, {
      title,
      impact,
      statedStartedAt: at(`${day}T10:00Z`),
      statedEndedAt: at(`${day}T11:00Z`),
      updates: [anUpdate(`${title} 1`, { body: 'We look into it.' }), anUpdate(`${title} 2`, { body })],
    })
  const vendors = {
    courier: [
      on('2025-10-20', 'Webhooks delayed', 'major', 'The queue of Slack messages was full.'),
      on('2025-10-21', 'Slow sign-in', 'minor'),
    ],
    'acme-corp': [on('2025-10-20', 'Webhook errors', 'minor')],
    slack: [on('2025-10-20', 'Huddles fail', 'major')],
  }
  for (const [vendor, incidents] of Object.entries(vendors)) await ingest(aDocument(incidents), { vendor, readAt: NOW })
  await pool().query("update vendors set name = 'Acme Corp' where slug = 'acme-corp'")
  await indexDueWords()
})
afterAll(() => drop())

async function search(q: string, choices: Partial<SearchChoices> = {}) {
  const request = await understandSearch(q, { ...NONE, ...choices }, NOW)
  const { incidents } = await searchIncidents({ q, request }, null, NOW)
  return incidents.map(({ title }) => title).sort()
}

describe('a search', () => {
  it.each([
    ['courier 20 oct 2025', ['Webhooks delayed']],
    ['courier october 20 2025', ['Webhooks delayed']],
    ['Courier outages in October 2025', ['Slow sign-in', 'Webhooks delayed']],
    ['2025-10-20', ['Huddles fail', 'Webhook errors', 'Webhooks delayed']],
    ['oct 21 2025', ['Slow sign-in']],
    ['acme webhook', ['Webhook errors']],
    ['acme corp webhook', ['Webhook errors']],
    ['acme-corp 2025', ['Webhook errors']],
    ['courier major', ['Webhooks delayed']],
    ['major outages 20 october 2025', ['Huddles fail', 'Webhooks delayed']],
    ['webhook', ['Webhook errors', 'Webhooks delayed']],
    ['courier webhook -queue', []],
    ['courier "queue of slack"', ['Webhooks delayed']],
    // Alone, a vendor's name is also searched in the texts of others.
    ['slack', ['Webhooks delayed']],
    ['slack 2025', ['Huddles fail']],
    ['"20 oct 2025"', []],
  ])('for %s', async (q, titles) => {
    expect(await search(q)).toEqual(titles)
  })

  it('is narrowed by what is chosen beside it', async () => {
    expect(await search('webhook', { vendor: 'Acme Corp' })).toEqual(['Webhook errors'])
    expect(await search('webhook', { vendor: 'courier', window: '2025-10' })).toEqual(['Webhooks delayed'])
    expect(await search('', { vendor: 'courier', window: '2025' })).toEqual(['Slow sign-in', 'Webhooks delayed'])
    expect(await search('courier 2025', { window: '2024' })).toEqual([])
    await expect(search('x', { vendor: 'nobody' })).rejects.toThrow(
      new InvalidInputError('There is no vendor “nobody”.', 'vendor'),
    )
    await expect(search('x', { window: 'soon' })).rejects.toThrow(InvalidInputError)
  })

  it('that finds nothing offers the words that were meant', async () => {
    expect(await suggestWords('webhooks delyed')).toBe('webhooks delayed')
    expect(await suggestWords('curier webhok')).toBe('courier webhook')
    expect(await suggestWords('webhooks delayed')).toBeNull()
    expect(await suggestWords('qqqqqq 502')).toBeNull()
  })

  it('shows a passage with some of the words where none has all', async () => {
    const q = 'webhooks queue'
    const request = await understandSearch(q, NONE, NOW)
    const { incidents } = await searchIncidents({ q, request }, null, NOW)
    const matches = await listSearchMatches(
      request.words,
      incidents.map(({ id }) => id),
    )
    expect(incidents.map(({ title }) => title)).toEqual(['Webhooks delayed'])
    expect([...matches.values()][0]?.excerpt?.filter(({ isMatch }) => isMatch)).toEqual([
      { text: 'queue', isMatch: true },
    ])
  })
})
