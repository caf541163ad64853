import { createHash } from 'node:crypto'
import { type StatuspageIncident, statuspageIncident } from '#tests/support/platforms/statuspage.ts'
import type { VendorAnswer } from '#tests/support/vendor-server.ts'
import { chanceOf } from '../scale/chance.ts'
import { bodyOf, titleOf } from '../scale/texts.ts'

export const DAY_MS = 86_400_000
/** A source has an incident this often; every third of them lasts so long that a poll finds it open. */
const BETWEEN_MS = 30 * DAY_MS
const LONG_MS = 12 * DAY_MS
/** As many as a list has, of which most are older than the year. */
const LISTED = 20

/** What a status page of Statuspage serves at `now`. */
export function answerAt(path: string, source: number, now: Date): VendorAnswer | null {
  if (path !== '/api/v2/incidents.json') return null
  const newest = Math.floor((now.getTime() - offsetOf(source)) / BETWEEN_MS)
  const incidents = Array.from({ length: LISTED }, (_, index) => incidentAt(source, newest - index, now))
  const body = JSON.stringify({ page: { id: `page${source}`, name: `Vendor ${source}` }, incidents })
  const etag = `"${createHash('md5').update(body).digest('hex')}"`
  return { headers: { 'content-type': 'application/json', etag }, body }
}

const offsetOf = (source: number) => chanceOf(11, source)() * BETWEEN_MS

function incidentAt(source: number, n: number, now: Date): StatuspageIncident {
  const chance = chanceOf(12, source, n)
  const id = `${source.toString(36).padStart(4, '0')}${n.toString(36).padStart(8, '0')}`
  const start = Math.floor((offsetOf(source) + n * BETWEEN_MS) / 1000) * 1000
  const lasts = n % 3 === 0 ? LONG_MS : Math.round(600 + chance() * 20_000) * 1000
  const steps = ['investigating', 'identified', 'resolved'] as const
  const update = (status: (typeof steps)[number], index: number) => {
    const at = new Date(start + (lasts * index) / 2).toISOString()
    return { id: `${id}${index}`, status, body: bodyOf(chance), created_at: at, display_at: at }
  }
  const updates = steps.map(update).filter(({ created_at }) => created_at <= now.toISOString())
  const status = updates.at(-1)?.status ?? 'investigating'
  return statuspageIncident(0, {
    id,
    name: titleOf(chance),
    status,
    created_at: new Date(start).toISOString(),
    started_at: new Date(start).toISOString(),
    resolved_at: status === 'resolved' ? new Date(start + lasts).toISOString() : null,
    incident_updates: updates.reverse(),
  })
}
