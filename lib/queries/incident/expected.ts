import { type Forecast, forecast, type PastOutage, PROMISED, similarAmong } from '#lib/domain/statistics/forecast.ts'
import type { Expected, IncidentView } from '#lib/queries/schemas.ts'
import type { Past, PastLoader } from './past-outages.ts'

/**
 * Adds to each open outage what is expected of the rest of it at the moment as of which it is shown: null where too few are known to
 * say. Whatever is not open, no outage, or not followed any more, gets nothing. Sends no query where nothing is open.
 */
export async function withExpected<T extends IncidentView>(
  incidents: readonly T[],
  asOf: Date | ((incident: T) => Date),
  past: PastLoader,
): Promise<T[]> {
  const open = incidents.filter(isFollowed)
  if (open.length === 0) return [...incidents]
  const expected = await expectRest(open, asOf, past)
  const byId = new Map(open.map(({ id }, index) => [id, expected[index] ?? null]))
  return incidents.map((incident) => {
    const said = byId.get(incident.id)
    return said === undefined ? incident : { ...incident, expected: said }
  })
}

/** What is known of an open outage beside its vendor's past. */
export type OpenOutage = Pick<IncidentView, 'id' | 'vendor' | 'startedAt' | 'impact'> &
  Partial<Pick<IncidentView, 'timeToMitigateSeconds'>>

/** What is expected of the rest of open outages, in their order; null where too few are known to say. */
export async function expectRest<T extends OpenOutage>(
  outages: readonly T[],
  asOf: Date | ((outage: T) => Date),
  past: PastLoader,
): Promise<(Expected | null)[]> {
  const own = await past.own([...new Set(outages.map(({ vendor }) => vendor))])
  return await Promise.all(
    outages.map(async (outage) => {
      const at = typeof asOf === 'function' ? asOf(outage) : asOf
      const said = await forecastOf(outage, at, own.get(outage.vendor) ?? NOTHING, past)
      return said && { ...rounded(said), asOf: at }
    }),
  )
}

function isFollowed({ kind, durationBasis, durationIsMinimum, excluded, withdrawnAt }: IncidentView): boolean {
  return kind === 'incident' && durationBasis === 'ongoing' && !durationIsMinimum && !excluded && withdrawnAt === null
}

/** Of a vendor that was deleted meanwhile. */
const NOTHING: Past = { outages: new Map(), category: null, share: PROMISED }

async function forecastOf(
  open: OpenOutage,
  asOf: Date,
  { outages, category, share }: Past,
  past: PastLoader,
): Promise<Forecast | null> {
  const outage = outages.get(open.id) ?? toOutage(open)
  if (outage === null) return null
  const vendor = [...outages.values()]
  // One from so long ago that it is not among them has components that are not known here.
  const similar = outages.has(open.id) ? similarAmong(vendor, outage) : []
  const said = forecast(outage, asOf.getTime(), { similar, vendor, category: [] }, share)
  if (said !== null || category === null) return said
  const others = await past.ofCategory(category, open.vendor)
  return forecast(outage, asOf.getTime(), { similar: [], vendor: [], category: others }, share)
}

function toOutage({ startedAt, timeToMitigateSeconds = null, impact }: OpenOutage): PastOutage | null {
  if (startedAt === null) return null
  const from = startedAt.getTime()
  const mitigatedAt = timeToMitigateSeconds === null ? null : from + timeToMitigateSeconds * 1000
  return { startedAt: from, endedAt: null, seenAt: from, mitigatedAt, components: [], impact }
}

/** Rounded up, so that what was over within them still is. */
function rounded(said: Forecast): Forecast {
  const { medianSeconds, boundSeconds } = said
  return {
    ...said,
    medianSeconds: Math.ceil(medianSeconds),
    boundSeconds: boundSeconds === null ? null : Math.ceil(boundSeconds),
  }
}
