import fc from 'fast-check'
import type { ParsedDocument, ParsedIncident } from '#lib/adapters/adapter.ts'
import { aDocument, anIncident, anUpdate, at } from '../documents.ts'

const minute = (n: number) => new Date(Date.UTC(2026, 2, 1, 10, n))

/** Few incidents with few possible contents each, so that documents often agree, disagree and repeat each other. */
const incident = (id: string): fc.Arbitrary<ParsedIncident> =>
  fc
    .record({
      title: fc.constantFrom('One', 'Two'),
      ended: fc.boolean(),
      modified: fc.constantFrom(null, 1, 2),
      updatesComplete: fc.boolean(),
      component: fc.boolean(),
      updates: fc.subarray(['u1', 'u2', 'u3']),
      bodies: fc.array(fc.constantFrom('this', 'that'), { minLength: 3, maxLength: 3 }),
    })
    .map(({ title, ended, modified, updatesComplete, component, updates, bodies }) =>
      anIncident(id, {
        title,
        statedEndedAt: ended ? minute(90) : null,
        modifiedAt: modified === null ? null : minute(100 + modified),
        updatesComplete,
        components: component
          ? [{ externalId: 'c', name: 'API', group: null, sourceStatus: null, from: null, to: null }]
          : [],
        updates: updates.map((update) => {
          const place = Number(update.slice(1))
          return anUpdate(update, {
            status: place === 3 ? 'resolved' : 'investigating',
            postedAt: minute(place * 10),
            body: bodies[place - 1] ?? '',
          })
        }),
      }),
    )

const undated: ParsedIncident = anIncident('undated', {
  title: 'Lost',
  status: null,
  statedStartedAt: null,
  statedEndedAt: null,
  startedAfter: at('2026-02-01T00:00Z'),
  startedBefore: at('2026-03-02T00:00Z'),
  updates: [],
})

export const anyDocument: fc.Arbitrary<ParsedDocument> = fc
  .record({
    lists: fc.tuple(...['a', 'b', 'c'].map((id) => fc.option(incident(id), { freq: 4 }))),
    lost: fc.constantFrom(null, undated, anIncident('dated', { title: 'Lost' })),
    many: fc.constantFrom(0, 0, 6),
    completeness: fc.constantFrom(
      'newest' as const,
      'newest' as const,
      'whole' as const,
      'open' as const,
      'part' as const,
    ),
    reaches: fc.boolean(),
    declared: fc.option(fc.constantFrom(5, 7)),
  })
  .map(({ lists, lost, many, completeness, reaches, declared }): ParsedDocument => {
    const others = Array.from({ length: many }, (_, index) => anIncident(`many${index}`))
    const incidents = [...lists.filter((one) => one !== null), ...(lost === null ? [] : [lost]), ...others]
    return aDocument(incidents, {
      completeness,
      // Reaches back past all incidents, so that any missing from a list of the newest were withdrawn.
      reach:
        completeness === 'newest' && reaches ? { order: 'started', from: { incident: at('2026-01-01T00:00Z') } } : null,
      declared: declared === null ? null : { incidentCount: declared, since: null },
    })
  })
