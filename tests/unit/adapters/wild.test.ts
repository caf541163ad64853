import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ParsedIncident } from '#lib/adapters/adapter.ts'
import { feed } from '#lib/adapters/feed.ts'
import { statuspage } from '#lib/adapters/statuspage.ts'
import { deriveSpan, spanAt } from '#lib/domain/span.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { documentOf } from './test-adapter.ts'

const NOW = new Date('2026-11-28T00:00:00Z')

/** What a page would say of an incident: "incident resolved 2026-11-27T09:00:00Z 9000 reported". */
function read(name: string, { adapter = feed, readAt = NOW } = {}) {
  const document = documentOf(readFileSync(sharedPath('fixtures', name)), { readAt })
  const { incidents, warnings } = adapter.parse(document)
  return { incidents, warnings, told: incidents.map((incident) => tell(incident, readAt)) }
}

function tell(incident: ParsedIncident, now: Date): string {
  const { startedAt, durationSeconds, basis } = spanAt(deriveSpan(incident), now)
  const start = startedAt?.toISOString().replace('.000', '') ?? 'undated'
  return [incident.title, incident.kind, incident.status, start, durationSeconds, basis].join(' | ')
}

describe.skipIf(!hasShared)('documents in the shapes of the wild', () => {
  it('Instatus: a rich text that is escaped twice gives way to the plain one', () => {
    const { told, incidents, warnings } = read('wild/instatus-history.rss')
    expect(told).toEqual([
      'Sign-in slow through a partner | incident | resolved | 2026-09-25T15:15:00Z | 2765 | reported',
      'Database upgrade | maintenance | completed | 2026-09-12T06:00:00Z | 1800 | reported',
    ])
    expect(incidents[0]).toMatchObject({
      components: [{ name: 'Norrland App' }],
      updates: [
        { body: 'We are looking into it.', format: 'text' },
        { body: 'Sign-in works.', format: 'text' },
      ],
    })
    expect(warnings).toEqual([])
  })

  it('Hund: `published` is the start, and the state stands in front of the title, in any language', () => {
    expect(read('wild/hund.atom').told).toEqual([
      'Web vault slow | incident | resolved | 2026-11-27T09:00:00Z | 9000 | reported',
      'Database move | incident | resolved | 2026-11-20T22:00:00Z | 10800 | reported',
      'Anmeldung langsam | incident | resolved | 2026-11-10T08:00:00Z | 4500 | reported',
    ])
  })

  it('FireHydrant: entries of one incident by their link, its title in quotation marks', () => {
    const { told, incidents } = read('wild/firehydrant.rss')
    expect(told).toEqual([
      'Quillbase Cloud – API errors | incident | resolved | 2026-10-03T12:58:29Z | 2479 | reported',
      'Console slow | incident | investigating | 2026-09-28T09:00:00Z | 5238000 | ongoing',
    ])
    expect(incidents.map(({ updates }) => updates.length)).toEqual([3, 1])
  })

  it('a list of the states of components has no incidents, and is not taken for a history', () => {
    const { incidents, warnings } = read('wild/statusiq.rss')
    expect([incidents, warnings.length]).toEqual([[], 1])
    expect(feed.recognise(documentOf(readFileSync(sharedPath('fixtures', 'wild/statusiq.rss'))))).toBeNull()
  })

  it('incident.io: its words for states, and the worst that it says of a component', () => {
    const { told, incidents } = read('wild/incidentio-words.rss')
    expect(told).toEqual([
      'Delayed ingestion in EU | incident | resolved | 2026-11-26T09:00:00Z |  | single',
      'Slow queries | incident | identified | 2026-11-27T09:00:00Z | 54000 | ongoing',
      'Upgrade of the warehouse | maintenance | completed | 2026-11-20T09:00:00Z |  | single',
    ])
    expect(incidents[1]?.impact).toBe('major')
  })

  it('Better Stack: planned work is no outage, before and after it begins', () => {
    expect(read('wild/betterstack-future-maintenance.rss').told).toEqual([
      'Gateway | incident | resolved | 2026-11-25T10:00:00Z | 1200 | reported',
      'Volume version 2 maintenance | maintenance |  | 2026-11-26T12:00:01Z |  | single',
      'Scheduled Network Maintenance | maintenance |  | 2026-11-29T12:00:01Z |  | planned',
    ])
  })

  it('xAI: what is resolved without a closing update ends at its last update', () => {
    expect(read('rss/xai-feed-20260903.xml').told).toEqual([
      '[API Console] Console not loading | incident | resolved | 2026-05-18T02:29:34Z | 34226 | seen',
    ])
  })

  it('Kener: a plan that is rewritten as it happened', () => {
    const [announced, ongoing, completed] = [
      ['1-announced', '2026-11-10T12:00:00Z'],
      ['2-ongoing', '2026-11-10T22:30:00Z'],
      ['3-completed', '2026-11-10T23:30:00Z'],
    ].map(([name, readAt]) => read(`wild/sequences/kener-maintenance/${name}.xml`, { readAt: new Date(readAt ?? '') }))
    const upgrade = (told: string[] | undefined) => told?.find((text) => text.startsWith('DB upgrade'))
    expect(upgrade(announced?.told)).toBe('DB upgrade | maintenance | scheduled | 2026-11-10T22:00:00Z |  | planned')
    expect(upgrade(ongoing?.told)).toBe(
      'DB upgrade | maintenance | in_progress | 2026-11-10T22:00:00Z | 1800 | ongoing',
    )
    expect(upgrade(completed?.told)).toBe(
      'DB upgrade | maintenance | completed | 2026-11-10T22:00:00Z | 4200 | reported',
    )
  })

  it('Statuspage: a closing update counts after all others of its minute where there are no seconds', () => {
    expect(read('wild/sequences/feed-same-minute/history.atom', { adapter: statuspage }).told).toEqual([
      'Trouble with builds | incident | resolved | 2024-05-28T20:17:00Z | 4020 | reported',
    ])
  })

  it('cState: a date that cannot be makes the item unclear, and no other', () => {
    const { told } = read('wild/sequences/feed-undated-merge/3-a-year-later-with-a-mistyped-date.xml', {
      readAt: new Date('2023-07-04T10:00:00Z'),
    })
    expect(told).toEqual([
      'Maintenance on CI | maintenance |  | undated |  | unclear',
      'Maintenance on CI | maintenance | resolved | 2022-08-23T11:30:00Z | 3600 | reported',
      'Mirror outage | incident | resolved | 2022-01-10T08:00:00Z | 3600 | reported',
    ])
  })
})
