import { downloadIncidents } from '#app/download-incidents.ts'
import { knownParameters } from '#app/known-parameters.ts'
import { getEnv } from '#lib/env.ts'
import { calendarFormat } from '#lib/formats/calendar.ts'
import { subscriberScope } from '#lib/queries/incident/subscriber-scope.ts'
import { titleOf } from '#lib/text/filter-words.ts'
import { HISTORY_PARAMETERS, parseHistoryFilter } from '#lib/url/filter.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

export const dynamic = 'force-dynamic'

/** A calendar of all vendors, with the same filters as a vendor's own. */
export const GET = handleApi(async (request: Request) => {
  const now = new Date()
  const filter = parseHistoryFilter(knownParameters(request, HISTORY_PARAMETERS), now)
  const scope = await subscriberScope(null, filter, now)
  return await downloadIncidents({ scope, type: 'text/calendar; charset=utf-8' }, () =>
    calendarFormat({ name: titleOf('All-vendor', filter, scope.window.label), url: `${getEnv().PUBLIC_URL}/` }),
  )
})
