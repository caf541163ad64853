import { knownParameters } from '#app/known-parameters.ts'
import { getEnv } from '#lib/env.ts'
import { evidencePack } from '#lib/formats/evidence/evidence-pack.ts'
import { getEvidence } from '#lib/queries/report/evidence.ts'
import type { VendorRow } from '#lib/queries/scope.ts'
import { filterToQuery, type HistoryFilter, parseHistoryFilter } from '#lib/url/filter.ts'

/** A pack counts outages, whatever a page's other filters may be. */
const PARAMETERS = ['window', 'asOf']

/** The filter of a request for a pack, and its other parameters, which `more` names. */
export function parseEvidenceRequest(request: Request, now: Date, more: readonly string[] = []) {
  const params = knownParameters(request, [...PARAMETERS, ...more])
  const filter = parseHistoryFilter(params, now)
  return { params, filter, query: filterToQuery(filter) }
}

/** The pack of these vendors, to be saved as `name`; `page`: the path of the page that shows the figures. */
export async function answerWithEvidence(
  rows: VendorRow[],
  { filter, now, name, page }: { filter: HistoryFilter; now: Date; name: string; page: string },
): Promise<Response> {
  const pack = evidencePack(await getEvidence(rows, filter, now), getEnv().PUBLIC_URL + page)
  return new Response(pack, {
    headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${name}"` },
  })
}
