import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { vultr } from '#lib/adapters/vultr.ts'
import { deriveSpan, spanAt } from '#lib/domain/span.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { documentOf, expectSoundDocument, jsonDocument, testAdapter } from './test-adapter.ts'
import { testTampered } from './test-tampered.ts'

const OVER = {
  id: '80349394-0001',
  subject: 'Customer portal slow',
  status: 'resolved',
  start_date: '2026-10-01T10:00:00+00:00',
  updated_at: '2026-10-01T12:00:00+00:00',
  entries: [
    { updated_at: '2026-10-01T12:00:00+00:00', message: 'All is well.' },
    { updated_at: '2026-10-01T10:00:00+00:00', message: 'We look.' },
  ],
}
const OPEN = {
  id: '80349394-0002',
  subject: 'Degraded network performance',
  status: 'ongoing',
  start_date: '2026-10-02T19:06:00+00:00',
  updated_at: '',
  entries: [{ updated_at: '2026-10-02T19:06:00+00:00', message: 'Connections are slow.' }],
}
/** "Ongoing" a week before it begins. */
const PLANNED = {
  id: '80349394-0003',
  subject: 'Atlanta Scheduled Maintenance - 2026-10-10',
  status: 'ongoing',
  start_date: '2026-10-03T16:07:00+00:00',
  updated_at: '',
  entries: [
    {
      updated_at: '2026-10-03T16:07:00+00:00',
      message: 'Event Type: Router Upgrade\nStart Time: 2026-10-10 01:00:00 UTC\nEnd Time: 2026-10-10 03:00:00 UTC',
    },
  ],
}
const STATUS = {
  service_alerts: [OVER],
  regions: {
    atl: { location: 'Atlanta', country: 'US', country_name: 'United States', alerts: [OPEN, PLANNED] },
    ewr: { location: 'New Jersey', country: 'US', country_name: 'United States', alerts: [OPEN] },
    sgp: { location: 'Singapore', country: 'SG', country_name: 'Singapore', alerts: [] },
  },
}
const url = 'https://status.vultr.com/status.json'
const alertOf = (over: Record<string, unknown>) => {
  const { incidents, warnings } = vultr.parse(jsonDocument({ service_alerts: [{ ...OVER, ...over }], regions: {} }))
  return { alert: incidents[0], warnings }
}

testAdapter(vultr, [
  {
    name: 'alerts of the service and of regions',
    document: jsonDocument(STATUS, { url }),
    incidents: 3,
    updates: 4,
    warnings: 0,
  },
])

testTampered(vultr, { status: STATUS })

describe('an alert of Vultr', () => {
  const [over, open, planned] = vultr.parse(jsonDocument(STATUS, { url })).incidents

  it('ended when it was last changed, if it is resolved', () => {
    expect(over).toMatchObject({ kind: 'incident', status: 'resolved', impact: 'unknown', endIsLastChange: true })
    expect(over && deriveSpan(over)).toMatchObject({
      startedAt: new Date('2026-10-01T10:00:00Z'),
      endedAt: new Date('2026-10-01T12:00:00Z'),
      basis: 'reported',
    })
  })

  it('is open as long as it is "ongoing", in every region that lists it', () => {
    expect(open).toMatchObject({ status: null, sourceStatus: 'ongoing', unclear: null })
    expect(open?.components.map(({ name }) => name)).toEqual(['Atlanta', 'New Jersey'])
    expect(open && deriveSpan(open)).toMatchObject({ startedAt: new Date('2026-10-02T19:06:00Z'), basis: 'ongoing' })
  })

  it('is planned work from its announcement on, in the window that its text gives', () => {
    expect(planned).toMatchObject({
      kind: 'maintenance',
      impact: 'none',
      scheduledFrom: new Date('2026-10-10T01:00:00Z'),
      scheduledUntil: new Date('2026-10-10T03:00:00Z'),
    })
    const at = (time: string) => planned && spanAt(deriveSpan(planned), new Date(time))
    expect(at('2026-10-05T00:00:00Z')).toMatchObject({ basis: 'planned', durationSeconds: null })
    expect(at('2026-10-12T00:00:00Z')).toMatchObject({ basis: 'reported', durationSeconds: 7_200 })
  })

  it('is completed if it was planned work', () => {
    expect(alertOf({ subject: 'Maintenance of the portal' }).alert).toMatchObject({
      kind: 'maintenance',
      status: 'completed',
    })
  })

  it('is unclear with a state that is not known, and warns of it', () => {
    const { alert, warnings } = alertOf({ status: 'pondering' })
    expect(alert && deriveSpan(alert)).toMatchObject({ basis: 'unclear', endedAt: null })
    expect(warnings).toEqual([{ path: 'service_alerts[0].status', message: 'unknown status', value: 'pondering' }])
  })

  it('is put aside without an id, and the others are kept', () => {
    const parsed = vultr.parse(jsonDocument({ ...STATUS, service_alerts: [{ ...OVER, id: null }] }))
    expectSoundDocument(parsed)
    expect(parsed.incidents).toHaveLength(2)
    expect(parsed.quarantined.map(({ path }) => path)).toEqual(['service_alerts[0]'])
  })
})

describe('the status of Vultr', () => {
  it('is a list of what is open, of all regions, and says nothing of how far back it goes', () => {
    expect(vultr.parse(jsonDocument(STATUS, { url }))).toMatchObject({
      completeness: 'open',
      reach: null,
      components: [{ externalId: 'atl', name: 'Atlanta' }, { externalId: 'ewr' }, { externalId: 'sgp' }],
    })
  })

  it('is found at its status.json', () => {
    expect(vultr.recognise(jsonDocument(STATUS, { url }))?.sourceUrl).toBe('https://status.vultr.com/')
    expect(vultr.recognise(jsonDocument({ service_alerts: [], regions: { atl: {} } }))).toBeNull()
  })
})

describe.skipIf(!hasShared)('the status of Vultr as it was met in the wild', () => {
  it('has one alert of two hours', () => {
    const { incidents } = vultr.parse(
      documentOf(readFileSync(sharedPath('fixtures/wild/sites/vultr/status.json')), { url }),
    )
    expect(incidents.map((incident) => [incident.title, deriveSpan(incident).endedAt])).toEqual([
      ['Customer portal slow', new Date('2026-10-01T12:00:00Z')],
    ])
  })
})
