import { describe, expect, it } from 'vitest'
import { normaliseDocument, observedAtOf } from '#lib/documents/normalise.ts'
import type { Kind } from '#lib/domain/incident.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'

const only = (...incidents: Parameters<typeof aDocument>[0]) => {
  const [normalised] = normaliseDocument(aDocument(incidents)).incidents
  if (normalised === undefined) throw new Error('no claim')
  return normalised
}

describe('claims', () => {
  it('have an equal hash for equal incidents and another for every difference', () => {
    const base = anIncident('a')
    const others = [
      anIncident('a', { title: 'Other' }),
      anIncident('a', { sourceImpact: '' }),
      anIncident('a', { modifiedAt: at('2026-03-01T12:00Z') }),
      anIncident('a', { regions: ['eu'] }),
      anIncident('a', { updatesComplete: false }),
      anIncident('a', { updates: [] }),
      anIncident('a', { updates: [anUpdate('u2')] }),
      anIncident('a', { updates: [anUpdate('u1', { body: '' })] }),
      anIncident('a', { updates: [anUpdate('u1', { postedAt: at('2026-03-01T11:00:01Z') })] }),
      anIncident('a', {
        components: [{ externalId: 'c', name: 'API', group: null, sourceStatus: null, from: null, to: null }],
      }),
    ]
    const hashes = new Set([base, ...others].map((incident) => only(incident).fullHash))
    expect(hashes.size).toBe(others.length + 1)
    expect(only(structuredClone(base)).fullHash).toBe(only(base).fullHash)
  })

  it('do not depend on the order of components, nor on their names', () => {
    const component = (externalId: string, name = 'API') => ({
      externalId,
      name,
      group: null,
      sourceStatus: null,
      from: null,
      to: null,
    })
    const one = only(anIncident('a', { components: [component('x'), component('y')] }))
    const other = only(anIncident('a', { components: [component('y', 'Renamed'), component('x')] }))
    expect(other.fullHash).toBe(one.fullHash)
  })

  it('of an incident that is listed twice are those that were modified last, with a warning', () => {
    const { incidents, warnings } = normaliseDocument(
      aDocument([
        anIncident('a', { title: 'New', modifiedAt: at('2026-03-02T00:00Z') }),
        anIncident('a', { title: 'Old', modifiedAt: at('2026-03-01T00:00Z') }),
      ]),
    )
    expect(incidents.map(({ content }) => content.title)).toEqual(['New'])
    expect(warnings).toEqual(['incident a: listed twice; the one modified last counts'])
  })

  it('reach back to the oldest incident, which among the newest is no maintenance announced long before', () => {
    const listed = [
      anIncident('a'),
      anIncident('m', { kind: 'maintenance', statedStartedAt: null, scheduledFrom: at('2025-01-01T00:00Z') }),
    ]
    const kinds: Kind[] = ['incident', 'maintenance']
    expect(normaliseDocument(aDocument(listed, { kinds })).oldestAt).toEqual(at('2026-03-01T10:00Z'))
    expect(normaliseDocument(aDocument(listed, { kinds, completeness: 'whole' })).oldestAt).toEqual(
      at('2025-01-01T00:00Z'),
    )
  })

  it('hold no text that Postgres refuses', () => {
    const normalised = only(anIncident('a', { title: 'x\0y\ud800', updates: [anUpdate('u1', { body: '\0' })] }))
    expect(normalised.content.title).toBe('xy\ufffd')
    expect(normalised.updates[0]?.content.body).toBe('')
  })

  it('number the updates of one and the same time', () => {
    const normalised = only(
      anIncident('a', {
        updates: [anUpdate('u1'), anUpdate('u2'), anUpdate('u3', { postedAt: at('2026-03-01T12:00Z') })],
      }),
    )
    expect(normalised.updates.map(({ content }) => content.position)).toEqual([0, 1, 0])
  })

  const unusable = {
    'it has no usable id': anIncident('x'.repeat(501)),
    'its title has 2001 characters; the limit is 2000': anIncident('a', { title: 'x'.repeat(2001) }),
    'it has 1001 updates; the limit is 1000': anIncident('a', {
      updates: Array.from({ length: 1001 }, (_, index) => anUpdate(`u${index}`)),
    }),
    'its start is not a time between 1970 and 9999': anIncident('a', {
      statedStartedAt: new Date(Date.UTC(10_000, 0)),
    }),
    'its end is not a time between 1970 and 9999': anIncident('a', { statedEndedAt: new Date(Number.NaN) }),
    'a time of update u1 is not between 1970 and 9999': anIncident('a', {
      updates: [anUpdate('u1', { postedAt: new Date(-1) })],
    }),
    'the text of update u1 has 200001 characters; the limit is 200000': anIncident('a', {
      updates: [anUpdate('u1', { body: 'x'.repeat(200_001) })],
    }),
    'its address is too long': anIncident('a', { sourceUrl: `https://a.example/${'x'.repeat(2000)}` }),
  }
  for (const [reason, incident] of Object.entries(unusable)) {
    it(`leave out an incident, with the reason: ${reason}`, () => {
      const { incidents, quarantined } = normaliseDocument(aDocument([incident, anIncident('good')]))
      expect(incidents.map(({ externalId }) => externalId)).toEqual(['good'])
      expect(quarantined.map((item) => item.reason)).toEqual([reason])
      expect(quarantined[0]?.raw.length).toBeLessThanOrEqual(65_536)
    })
  }

  it('are refused for a document with more incidents than any real one', () => {
    const many = Array.from({ length: 100_001 }, () => anIncident('a'))
    expect(() => normaliseDocument(aDocument(many))).toThrow(
      'The document lists 100001 incidents; the limit is 100000.',
    )
  })
})

describe('a document speaks', () => {
  const now = at('2026-06-01T00:00Z')
  const said = (incidents: Parameters<typeof aDocument>[0], readAt: string | null = null) =>
    observedAtOf(normaliseDocument(aDocument(incidents)), readAt === null ? null : at(readAt), now)

  it('when it was read', () => {
    expect(said([anIncident('a')], '2026-05-01T00:00Z')).toEqual(at('2026-05-01T00:00Z'))
  })

  it('else at its newest posted time', () => {
    const late = anIncident('b', { statedEndedAt: at('2026-04-01T00:00Z') })
    expect(said([anIncident('a'), late])).toEqual(at('2026-03-01T11:00Z'))
  })

  it('never later than now, and before all others when it names no time', () => {
    expect(said([anIncident('a', { updates: [anUpdate('u1', { postedAt: at('2027-01-01T00:00Z') })] })])).toEqual(now)
    expect(said([])).toEqual(new Date(0))
  })
})
