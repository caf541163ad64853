import { InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { filterToQuery, parseHistoryFilter } from '#lib/domain/filter.ts'
import { titleOf } from '#lib/domain/filter-words.ts'
import { choicePath } from '#lib/domain/path.ts'
import { MOST_STACKED, parseVendorChoice } from '#lib/domain/vendor-choice.ts'
import { getEnv } from '#lib/env.ts'
import { listChosenVendors } from '#lib/queries/chosen-vendors.ts'
import { listEveryIncident } from '#lib/queries/incidents.ts'
import type { IncidentView } from '#lib/queries/shapes.ts'
import { resolveWindow } from '#lib/queries/vendor-row.ts'
import { handleApi } from '#lib/web/problem.ts'

/** What a file of several vendors is made from: the same filter and the same list as the page's. */
export interface StackTakeAway {
  /** "Courier, WorkOS" */
  names: string
  /** "Courier, WorkOS outage history", with what narrows it. */
  title: string
  incidents: IncidentView[]
  /** Everything is as of then. */
  asOf: Date
  /** The page with the same choice and filter, and this file. */
  pageUrl: string
  fileUrl: string
}

/**
 * A route handler that answers with one file of a stack. A vendor that nobody has is left out, so that a subscription outlives
 * it; where none is left, 404.
 */
export function stackTakeAway(
  { file, type, most }: { file: string; type: string; most: number },
  format: (of: StackTakeAway) => string,
) {
  return handleApi(async (request: Request) => {
    const params = new URL(request.url).searchParams
    const now = new Date()
    const slugs = parseVendorChoice(params.getAll('vendors'), MOST_STACKED)
    if (slugs.length === 0) throw new InvalidInputError('vendors must name at least one: ?vendors=a,b.', 'vendors')
    const filter = parseHistoryFilter(params, now)
    const { vendors, unknown } = await listChosenVendors(slugs)
    if (vendors.length === 0) throw new NotFoundError(`There is no vendor "${unknown.join('", "')}".`)
    const present = vendors.map(({ slug }) => slug)
    const query = filterToQuery(filter)
    const base = getEnv().PUBLIC_URL
    const names = vendors.map(({ name }) => name).join(', ')
    const ids = vendors.map(({ id }) => id)
    const body = format({
      names,
      title: titleOf(names, filter, (await resolveWindow(ids, filter, now)).label),
      incidents: await listEveryIncident(present, filter, now, most),
      asOf: filter.asOf ?? now,
      pageUrl: base + choicePath('/stack', present, query),
      fileUrl: base + choicePath(`/stack/${file}`, present, query),
    })
    return new Response(body, { headers: { 'content-type': type } })
  })
}
