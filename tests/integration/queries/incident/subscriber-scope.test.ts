import { expect, it } from 'vitest'
import { calendarFormat } from '#lib/formats/calendar.ts'
import { writePieces } from '#lib/formats/pieces.ts'
import { readEveryIncident } from '#lib/queries/incident/every-incident.ts'
import { subscriberScope } from '#lib/queries/incident/subscriber-scope.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase({ emptied: true })

async function calendarAt(time: string, window?: string): Promise<string> {
  const now = at(time)
  const scope = await subscriberScope(null, parseHistoryFilter(window === undefined ? {} : { window }, now), now)
  let text = ''
  await readEveryIncident(scope, (batches) =>
    writePieces(calendarFormat({ name: 'x', url: 'http://localhost/' }), batches, async (piece) => {
      text += piece
    }),
  )
  return text
}

it.each([
  [undefined, ['Incident now', 'Incident before']],
  ['12m', ['Incident now']],
  ['all', ['Incident now', 'Incident before', 'Incident old']],
])('a calendar of the window %s is the same until something is said', async (window, titles) => {
  const lasting = (id: string, from: string, to: string) =>
    anIncident(id, { statedStartedAt: at(from), statedEndedAt: at(to), updates: [] })
  await ingest(
    aDocument([
      lasting('old', '2023-12-01T00:00Z', '2023-12-01T01:00Z'),
      lasting('before', '2024-03-03T00:00Z', '2024-03-03T01:00Z'),
      lasting('now', '2026-03-01T00:00Z', '2026-03-01T01:00Z'),
    ]),
    { readAt: '2026-03-02T00:00Z' },
  )
  const calendar = await calendarAt('2026-03-02T00:00Z', window)
  for (const title of titles) expect(calendar).toContain(`${title}\r\n`)
  expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(titles.length)
  expect(await calendarAt('2026-09-02T00:00Z', window)).toBe(calendar)
})
