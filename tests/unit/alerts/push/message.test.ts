import { describe, expect, it } from 'vitest'
import { MAX_MESSAGE_BYTES } from '#lib/alerts/push/encrypt.ts'
import { type PushedIncident, pushMessage } from '#lib/alerts/push/message.ts'

const incident: PushedIncident = {
  publicId: '0abc12def345',
  vendor: 'acme',
  vendorName: 'Acme',
  title: 'Mail is late',
  impact: 'major',
  startedAt: new Date('2026-03-01T10:00Z'),
  endedAt: new Date('2026-03-01T11:17Z'),
  basis: 'reported',
  isWithdrawn: false,
  isExcluded: false,
  components: ['API', 'Mail'],
}

it('a new incident has its impact and components, and a button that ends the messages', () => {
  expect(pushMessage('opened', incident)).toEqual({
    title: 'Acme: Mail is late',
    body: 'New incident. Impact: major. Affected: API, Mail.',
    path: '/vendors/acme/incidents/0abc12def345/mail-is-late',
    tag: 'incident-0abc12def345',
    stops: 'acme',
  })
  const unrated: PushedIncident = { ...incident, impact: 'unknown', components: [] }
  expect(pushMessage('reopened', unrated).body).toBe('Open again. Impact: not rated.')
})

describe('the end', () => {
  const bodyOf = (over: Partial<PushedIncident>) => pushMessage('over', { ...incident, ...over }).body

  it('says how long it lasted, and what that rests on', () => {
    expect(bodyOf({})).toBe('This is over. It lasted 1h 17m, from start to end as reported.')
    expect(bodyOf({ basis: 'corrected' })).toBe('This is over. It lasted 1h 17m, as corrected on this site.')
  })

  it.each([
    [{ basis: 'single', endedAt: null }, 'This is over. How long it lasted was not reported.'],
    [{ basis: 'impossible' }, 'This is over. How long it lasted was not reported.'],
    [{ basis: 'seen' }, 'Acme no longer lists this as open. When it ended is not known.'],
    [{ isWithdrawn: true, basis: 'ongoing' }, 'Acme withdrew this incident.'],
    [{ isExcluded: true, basis: 'ongoing' }, 'This was corrected to “not an outage”.'],
  ] as const)('claims no duration that is not known: %o', (over, sentence) => {
    expect(bodyOf(over)).toBe(sentence)
  })

  it('is the last message, so that nothing is left to stop', () => {
    expect(pushMessage('over', incident).stops).toBeNull()
  })
})

it('the longest names fit into one message', () => {
  const long = {
    ...incident,
    title: '𝒯'.repeat(2_000),
    vendorName: 'ö'.repeat(300),
    components: Array(300).fill('Größe'),
  }
  const message = pushMessage('opened', long)
  expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(MAX_MESSAGE_BYTES)
  expect(message.title.isWellFormed()).toBe(true)
})
