import { describe, expect, it } from 'vitest'
import { markdownFormat } from '#lib/formats/markdown.ts'
import { incidentView, update } from '../../support/incident-view.ts'
import { wholeFile } from '../../support/pieces.ts'

const [from, to] = [new Date('2024-03-10T00:00Z'), new Date('2026-03-10T00:00Z')]
const history = {
  asOf: to,
  window: { from, to },
  incidentCount: 1,
  unknownDurationCount: 0,
}

function markdown(incidents = [incidentView()]): Promise<string> {
  const format = markdownFormat({
    title: 'Acme_1 outage history',
    summary: 'Acme_1 had 1 outage.',
    history,
    candour: null,
  })
  return wholeFile(format, incidents)
}

describe('a history as Markdown', () => {
  it('says what is counted and what it rests on, then the incidents with their timelines', async () => {
    expect(await markdown()).toBe(`# Acme\\_1 outage history

Acme\\_1 had 1 outage.

- Without a reported duration: 0 of 1
- Window: Mar 10, 2024, 00:00 UTC to Mar 10, 2026, 00:00 UTC
- As of: Mar 10, 2026, 00:00 UTC

## [Slow exports](http://localhost:3000/vendors/acme/incidents/abcdefghjkmn/slow-exports)

Mar 4, 2026, 23:40 → Mar 5, 01:10 UTC: 1h 30m, from start to end as reported. Impact: minor.

**Investigating** Mar 4, 2026, 23:40 UTC

> Exports take longer than usual.

**Resolved** Mar 5, 2026, 01:10 UTC

> Exports are back to normal.

`)
  })

  it('separates the thousands of a long history', async () => {
    const long = { ...history, incidentCount: 20_000, unknownDurationCount: 1_203 }
    const format = markdownFormat({ title: 'Acme', summary: '', history: long, candour: null })
    expect(await wholeFile(format, [])).toContain('- Without a reported duration: 1,203 of 20,000')
  })

  it('says what was withdrawn, and what was edited', async () => {
    const seen = new Date('2026-03-06T09:00:00Z')
    const updates = [
      { ...update('u1', 'investigating', '2026-03-04T23:40:00Z', ''), editedAt: seen },
      { ...update('u2', 'resolved', '2026-03-05T01:10:00Z', ''), withdrawnAt: seen },
    ]
    const text = await markdown([incidentView({ updates, withdrawnAt: seen })])
    expect(text).toContain('Impact: minor. Withdrawn by the vendor, seen Mar 6, 2026, 09:00 UTC.\n')
    expect(text).toContain(
      '**Investigating** Mar 4, 2026, 23:40 UTC (edited by the vendor, seen Mar 6, 2026, 09:00 UTC)\n',
    )
    expect(text).toContain('01:10 UTC (withdrawn by the vendor, seen Mar 6, 2026, 09:00 UTC)\n')
  })

  it('quotes nothing where nothing was said, and keeps a vendor’s text inside its quotation', async () => {
    const updates = [
      update('u1', 'investigating', '2026-03-04T23:40:00Z', ''),
      update('u2', 'resolved', '2026-03-05T01:10:00Z', 'Done.\n\n# Ha <b>'),
    ]
    expect(await markdown([incidentView({ title: 'A [b](c)', updates })])).toMatch(
      /## \[A \\\[b\\\]\(c\)\][\s\S]*23:40 UTC\n\n\*\*Resolved\*\* Mar 5, 2026, 01:10 UTC\n\n> Done\.\n> \n> \\# Ha \\<b\\>\n/,
    )
  })
})
