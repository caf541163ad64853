import { describe, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { normaliseDocument } from '#lib/documents/normalise.ts'
import { applyObservation, emptyState, type SourceState, toObservation } from '#lib/incidents/apply-observation.ts'
import { cpuMsOf } from '#tests/support/cpu-time.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'

/** What is known after these readings, one a day from 2 March 2026 on. */
function stateAfter(...observations: (ParsedIncident[] | { whole: ParsedIncident[] })[]): SourceState {
  const state = emptyState()
  for (const [index, observation] of observations.entries()) {
    const parsed = Array.isArray(observation)
      ? aDocument(observation)
      : aDocument(observation.whole, { completeness: 'whole' })
    applyObservation(state, toObservation(normaliseDocument(parsed), day(index), `document ${index}`))
  }
  return state
}

function day(index: number): Date {
  return new Date(Date.UTC(2026, 2, 2 + index))
}

function only(state: SourceState) {
  const [incident] = state.incidents.values()
  if (incident === undefined || state.incidents.size !== 1) throw new Error(`${state.incidents.size} incidents`)
  return incident
}

describe('the fold', () => {
  it('knows since when an incident says what it says, and since when it is known', () => {
    const incident = only(stateAfter([anIncident('a')], [anIncident('a')], [anIncident('a', { title: 'Other' })]))
    expect(incident).toMatchObject({
      firstSeenAt: day(0),
      live: { content: { title: 'Other' }, observedAt: day(2), sourceSha256: 'document 2' },
    })
    expect(incident.revisions).toEqual([
      { field: 'title', value: 'Incident a', observedAt: day(0), sourceSha256: 'document 0', seenAt: day(2) },
    ])
  })

  it('takes a change of the modification time alone for no new version', () => {
    const modified = anIncident('a', { modifiedAt: at('2026-03-01T12:00Z') })
    const incident = only(stateAfter([anIncident('a')], [modified]))
    expect(incident.live).toMatchObject({ modifiedAt: at('2026-03-01T12:00Z'), observedAt: day(0) })
    expect(incident.revisions).toEqual([])
  })

  it('marks an update as edited since its text first changed, and not for a change of its components', () => {
    const edited = (body: string) => [anIncident('a', { updates: [anUpdate('u1', { body })] })]
    const incident = only(stateAfter(edited('one'), edited('two'), edited('three')))
    expect(incident.updates.get('u1')?.editedAt).toEqual(day(1))
    const other = anUpdate('u1', { componentChanges: [{ externalId: null, name: 'API', from: null, to: 'down' }] })
    expect(
      only(stateAfter([anIncident('a')], [anIncident('a', { updates: [other] })])).updates.get('u1')?.editedAt,
    ).toBeNull()
  })

  it('keeps the impact that a source gave while an incident was open, and takes another word for another', () => {
    const rated = (over: Partial<ParsedIncident>) => [anIncident('a', over)]
    const open = rated({ impact: 'major', sourceImpact: 'red' })
    const silent = rated({ impact: 'unknown', sourceImpact: null, title: 'Over' })
    expect(only(stateAfter(open, silent)).live.content).toMatchObject({
      impact: 'major',
      sourceImpact: 'red',
      title: 'Over',
    })
    expect(only(stateAfter(silent, open)).live.content).toMatchObject({ impact: 'major', sourceImpact: 'red' })
    const odd = rated({ impact: 'unknown', sourceImpact: 'purple' })
    expect(only(stateAfter(open, odd)).live.content).toMatchObject({ impact: 'unknown', sourceImpact: 'purple' })
  })

  it('lets a poorer copy add an incident, and change nothing of one that the own document gives', () => {
    const copy = (over: Partial<ParsedIncident>) =>
      anIncident('a', { updateIdsDerived: true, isFallback: true, title: 'Copy', ...over })
    const own = [anIncident('a', { updates: [anUpdate('u1')] })]
    const added = anUpdate('2026-03-01T13:00Z x', { postedAt: at('2026-03-01T13:00Z') })
    const kept = only(stateAfter(own, [copy({ updates: [added] })]))
    expect(kept.live).toMatchObject({ content: { title: 'Incident a' }, observedAt: day(0) })
    expect([kept.revisions, [...kept.updates.keys()]]).toEqual([[], ['u1']])
    const alone = only(stateAfter([copy({})], [copy({ title: 'Newer copy', updates: [added] })]))
    expect(alone.live.content.title).toBe('Newer copy')
    expect(alone.updates.has('2026-03-01T13:00Z x')).toBe(true)
  })

  it('finds an incident by any of its ids', () => {
    const state = stateAfter(
      [anIncident('code', { otherIds: ['31233568'] })],
      [anIncident('31233568', { title: 'By number' })],
    )
    expect(only(state)).toMatchObject({ externalId: 'code', live: { content: { title: 'By number' } } })
  })

  it('takes nothing for withdrawn of a kind that a list of everything is not about', () => {
    const state = stateAfter([anIncident('m', { kind: 'maintenance' }), anIncident('a')], { whole: [] })
    expect([...state.incidents.values()].map(({ externalId, withdrawnAt }) => [externalId, withdrawnAt])).toEqual([
      ['m', null],
      ['a', day(1)],
    ])
  })

  it('does not unsay the dates and updates of an incident that is listed without any', () => {
    const bare = anIncident('a', {
      statedStartedAt: null,
      statedEndedAt: null,
      status: null,
      updates: [],
      startedBefore: at('2026-04-01T00:00Z'),
    })
    const incident = only(stateAfter([anIncident('a')], [bare]))
    expect(incident.live.content).toMatchObject({
      statedStartedAt: at('2026-03-01T10:00Z'),
      status: 'resolved',
      startedBefore: null,
    })
    expect(incident.updates.get('u1')?.withdrawnAt).toBeNull()
    expect(incident.revisions).toEqual([])
  })

  it('keeps two incidents apart that were listed without a date under one title', () => {
    const lost = (id: string) =>
      anIncident(id, {
        title: 'Lost',
        statedStartedAt: null,
        statedEndedAt: null,
        updates: [],
        startedBefore: at('2026-04-01T00:00Z'),
      })
    expect(stateAfter([lost('x'), lost('y')]).incidents.size).toBe(2)
    expect(stateAfter([lost('x'), lost('y')], [anIncident('dated', { title: 'Lost' })]).incidents.size).toBe(3)
  })
})

describe('incidents without a date', () => {
  it('are not found by a title alone, nor as another kind', () => {
    const undated = (id: string, incident: Partial<ParsedIncident> = {}) =>
      anIncident(id, { title: 'Maintenance on CI', statedStartedAt: null, updates: [], ...incident })
    const dated = anIncident('a', { title: 'Maintenance on CI', statedStartedAt: at('2026-03-01T10:00Z') })
    const startedBefore = at('2026-03-02T00:00Z')
    expect(stateAfter([dated], [undated('b')]).incidents.size).toBe(2)
    expect(stateAfter([dated], [undated('b', { startedBefore, kind: 'maintenance' })]).incidents.size).toBe(2)
    expect(stateAfter([dated], [undated('b', { startedBefore })]).incidents.size).toBe(1)
  })

  it('are found by their titles at a cost that grows with their number, and not with its square', async () => {
    const undated = (ids: string) =>
      Array.from({ length: 5_000 }, (_, n) =>
        anIncident(`${ids}${n}`, {
          title: `Outage ${n}`,
          statedStartedAt: null,
          startedBefore: at('2026-03-01T00:00Z'),
          updates: [],
        }),
      )
    const [before, after] = [undated('old'), undated('new')]
    const ms = await cpuMsOf(() => {
      expect(stateAfter(before, after).incidents.size).toBe(5_000)
    })
    expect(ms).toBeLessThan(2_000)
  })
})
