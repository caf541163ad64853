import { formatInstant } from '#lib/domain/format.ts'
import { statuspageOf } from '#lib/formats/statuspage/bodies.ts'
import { findPresentId } from '#lib/queries/incidents.ts'
import type { VendorRow } from '#lib/queries/scope.ts'
import { findWithForm, listNewestOfKind } from '#lib/queries/statuspage/lists.ts'
import type { VendorPresent } from '#lib/queries/statuspage-schemas.ts'
import { normalisePublicId } from '#lib/url/public-id.ts'

/** What an address is asked about. */
interface Asked {
  row: VendorRow
  present: VendorPresent
  pageUrl: string
  now: Date
}

/** What it answers: a body, the address of another incident, or null for nothing there. */
export type StatuspageAnswer = { body: object; status?: 503; retryAfterSeconds?: number } | { movedTo: string } | null

const writerOf = ({ present, pageUrl }: Asked) => statuspageOf(present, pageUrl)

/** The addresses of Statuspage's API below `/api/v2/`. */
export const STATUSPAGE_ANSWERS: Record<string, (asked: Asked) => StatuspageAnswer | Promise<StatuspageAnswer>> = {
  'summary.json': (asked) => orNotKnown(writerOf(asked).summary(), asked),
  'status.json': (asked) => orNotKnown(writerOf(asked).status(), asked),
  'components.json': (asked) => ({ body: writerOf(asked).components() }),
  'incidents.json': async (asked) => ({
    body: writerOf(asked).incidents(await listNewestOfKind(asked.row.id, 'incident', asked.now)),
  }),
  'incidents/unresolved.json': (asked) => ({ body: writerOf(asked).incidents(asked.present.open) }),
  'scheduled-maintenances.json': async (asked) => ({
    body: writerOf(asked).maintenances(await listNewestOfKind(asked.row.id, 'maintenance', asked.now)),
  }),
  'scheduled-maintenances/upcoming.json': (asked) => ({ body: writerOf(asked).maintenances(asked.present.planned) }),
  'scheduled-maintenances/active.json': (asked) => ({ body: writerOf(asked).maintenances(asked.present.open) }),
}

/** One incident or maintenance; `movedTo` is the address below this site of one that has another id or vendor now. */
export async function answerIncident(text: string, asked: Asked): Promise<StatuspageAnswer> {
  const id = normalisePublicId(text)
  if (id === null) return null
  const present = await findPresentId(id)
  const found = await findWithForm(present ?? id, asked.now)
  if (found === null) return null
  if (found.id !== text || found.vendor !== asked.row.slug)
    return { movedTo: `/vendors/${found.vendor}/api/v2/incidents/${found.id}.json` }
  return { body: writerOf(asked).incident(found) }
}

/** Statuspage has no word for a state that is not known, and "none" would be wrong. */
function orNotKnown(body: object | null, { present }: Asked): StatuspageAnswer {
  if (body !== null) return { body }
  const { name, checkedAt, pollIntervalSeconds } = present
  const why =
    checkedAt === null ? 'its status page has not been read yet' : `what is known is as of ${formatInstant(checkedAt)}`
  return {
    status: 503,
    retryAfterSeconds: pollIntervalSeconds,
    body: { error: `The present state of ${name} is not known: ${why}.` },
  }
}
