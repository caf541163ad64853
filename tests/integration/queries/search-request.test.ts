import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { indexDueWords } from '#lib/incidents/search-index.ts'
import type { SearchChoices } from '#lib/queries/schemas.ts'
import { answerSearch } from '#lib/queries/search/search-answer.ts'
import { understandSearch } from '#lib/queries/search/search-request.ts'
import { listSearchMatches, searchIncidents, suggestWords } from '#lib/queries/search.ts'
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
      anIncident('mentions', {
        title: 'Slack at fault, minor',
        sourceUrl: 'https://status.example.com/incidents/1',
        statedStartedAt: at('2023-03-01T10:00Z'),
        statedEndedAt: at('2023-03-01T11:00Z'),
      }),
    ],
    'acme-corp': [on('2025-10-20', 'Webhook errors', 'minor')],
    slack: [on('2025-10-20', 'Huddles fail', 'major')],
    'g-cloud': [on('2024-06-12', 'Quota errors', 'major')],
  }
  for (const [vendor, incidents] of Object.entries(vendors)) await ingest(aDocument(incidents), { vendor, readAt: NOW })
  await pool().query("update vendors set name = 'Acme Corp' where slug = 'acme-corp'")
  await pool().query("update vendors set name = 'Slack' where slug = 'slack'")
  await pool().query("update vendors set name = 'Google Cloud' where slug = 'g-cloud'")
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
    ['slack', ['Slack at fault, minor', 'Webhooks delayed']],
    ['slack 2025', ['Huddles fail']],
    ['"20 oct 2025"', []],
  ])('for %s', async (q, titles) => {
    expect(await search(q)).toEqual(titles)
  })

  it('is narrowed by what is chosen beside it', async () => {
    expect(await search('webhook', { vendor: 'Acme Corp' })).toEqual(['Webhook errors'])
    await pool().query(
      "insert into vendor_aliases (slug, vendor_id) select 'acme-was', id from vendors where name = 'Acme Corp'",
    )
    expect(await search('webhook', { vendor: 'acme-was' })).toEqual(['Webhook errors'])
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
    expect(await suggestWords('huddle webhok', 'webhok')).toBe('huddle webhook')
  })

  it.each([
    ['who was down on 20 oct 2025?', ['Huddles fail', 'Webhook errors', 'Webhooks delayed']],
    ['was courier down on 20 oct 2025?', ['Webhooks delayed']],
    ['is courier down', ['Slack at fault, minor', 'Slow sign-in', 'Webhooks delayed']],
    ['what happened at courier in october 2025', ['Slow sign-in', 'Webhooks delayed']],
    // A vendor's name after the sign of an exclusion is left out, not looked for.
    ['webhooks -slack', ['Webhook errors']],
    ['2025-10-20 -webhook', ['Huddles fail']],
    // A well-known company by another of its names.
    ['gcp 12 june 2024', ['Quota errors']],
    ['was GCP down in 2024?', ['Quota errors']],
    ['gcp 2025', []],
    ['acmecorp 2025', []],
    ['a-c-m-e corp 2025', []],
    ['🔥 Webhooks delayed', ['Webhooks delayed']],
    ['[Resolved] Webhooks delayed', ['Webhooks delayed']],
    ['Resolved: Webhooks delayed', ['Webhooks delayed']],
    ['Courier: Webhooks delayed', ['Webhooks delayed']],
    ['Webhooks - delayed', ['Webhooks delayed']],
    ['https://status.example.com/incidents/1?utm=1', ['Slack at fault, minor']],
    ['https://status.example.com/incidents/1/', ['Slack at fault, minor']],
    ['https://status.example.com/incidents/2', []],
  ])('as people type it: %s', async (q, titles) => {
    expect(await search(q)).toEqual(titles)
  })

  it('finds the incident of a permalink, of whatever site and with whatever title', async () => {
    const [{ public_id: id }] = (await pool().query("select public_id from incidents where title = 'Slow sign-in'"))
      .rows
    expect(await search(`https://outages.example.com/vendors/renamed/incidents/${id}/old-title`)).toEqual([
      'Slow sign-in',
    ])
  })

  it('understood as more than words falls back on the exact words, and leads to those who mention the vendor', async () => {
    const answer = async (q: string) => {
      const {
        request,
        result,
        q: searched,
        suggestion,
        mentions,
        anyTime,
      } = await answerSearch({ q, choices: NONE, cursor: null }, NOW)
      return {
        titles: result.incidents.map(({ title }) => title),
        window: request.window?.text,
        searched,
        suggestion,
        mentions,
        anyTime,
      }
    }
    const nothing = { titles: [], suggestion: null, mentions: null }
    expect(await answer('Slack at fault, minor')).toMatchObject({
      titles: ['Slack at fault, minor'],
      searched: '"Slack at fault, minor"',
    })
    expect(await answer('[Resolved] Slack at fault, minor')).toMatchObject({ searched: '"Slack at fault, minor"' })
    expect(await answer('slack october 2025 queue')).toMatchObject({
      ...nothing,
      mentions: { q: '"slack" october 2025 queue', name: 'Slack' },
    })
    expect(await answer('courier webhok 20 oct 2025')).toMatchObject({ suggestion: 'courier webhook 20 oct 2025' })
    expect(await answer('courier webhok 2024')).toMatchObject({ ...nothing, anyTime: null })
    expect(await answer('acme webhook last week')).toMatchObject({ ...nothing, anyTime: 'acme webhook' })
    // A date in quotation marks is none.
    expect(await answer('"webhooks delayed" -"20 oct 2025" last week')).toMatchObject({
      anyTime: '"webhooks delayed" -"20 oct 2025"',
    })
  })

  it('names a date that two countries read differently, unless it is in quotation marks', async () => {
    const unclear = { words: '10/11/2025', days: ['2025-10-11', '2025-11-10'] }
    expect(await understandSearch('courier 10/11/2025', NONE, NOW)).toMatchObject({
      window: null,
      unclearDate: unclear,
    })
    expect(await understandSearch('courier "10/11/2025"', NONE, NOW)).toMatchObject({ unclearDate: null })
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
