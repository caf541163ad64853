import { expect, it } from 'vitest'
import { annotationsFormat, formatVendorMetrics } from '#lib/formats/monitoring.ts'
import { incidentView } from '../../support/incident-view.ts'
import { wholeFile } from '../../support/pieces.ts'
import { aVendorSummary } from '../../support/vendor-summary.ts'

it('an annotation is a span, open or over, with its tags as one text', async () => {
  const open = incidentView({ endedAt: null, durationBasis: 'ongoing', newsAt: new Date('2026-03-05T00:10:00Z') })
  const [over, lasting] = JSON.parse(await wholeFile(annotationsFormat(), [incidentView(), open]))
  expect(over).toEqual({
    time: Date.parse('2026-03-04T23:40:00Z'),
    timeEnd: Date.parse('2026-03-05T01:10:00Z'),
    isRegion: true,
    title: 'Acme: Slow exports',
    text: `Mar 4, 2026, 23:40 → Mar 5, 01:10 UTC: 1h 30m, from start to end as reported<br><a href="${open.permalink}">Outage History</a>`,
    tags: 'acme, incident, impact minor, over',
  })
  expect(lasting).toMatchObject({
    timeEnd: open.newsAt.getTime(),
    isRegion: true,
    tags: 'acme, incident, impact minor, open',
    text: expect.stringContaining('no end posted'),
  })
})

it('the metrics of all vendors say the window and the kind, and leave out what is not known', () => {
  const vendors = [
    aVendorSummary('acme', { state: 'down', checkedAt: new Date(5_000) }),
    aVendorSummary('bolt', { checkedAt: null, medianDurationSeconds: null }),
    aVendorSummary('cord', { state: 'unknown', knownDays: 0 }),
  ]
  const text = formatVendorMetrics(vendors, [{ vendor: 'acme', kind: 'incident', impact: 'major', count: 2 }])
  for (const line of [
    'outage_history_state{vendor="acme",state="down"} 1',
    'outage_history_checked_timestamp_seconds{vendor="acme"} 5',
    'outage_history_open_incidents{vendor="acme",kind="incident",impact="major"} 2',
    `outage_history_incidents{vendor="bolt",window="24m",kind="incident"} ${vendors[1]?.incidentCount}`,
  ])
    expect(text).toContain(`${line}\n`)
  expect(text).not.toMatch(/checked_timestamp_seconds\{vendor="bolt"|median_seconds\{vendor="bolt"/)
  // Nothing of the window is known: 0 would be a claim.
  expect(text).not.toMatch(/(?:incidents|seconds)\{vendor="cord"/)
  expect(text.match(/^# TYPE /gm)).toHaveLength(7)
})
