import type { Adapter } from './adapter.ts'
import { parseJsonObject, peekJson } from './wire/json.ts'
import { createReport } from './wire/report.ts'
import { baseOf, isStatuspageJson, parseStatuspageJson, statuspageIds, statuspageUrl } from './wire/statuspage.ts'

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

/**
 * incident.io status pages, through the API that they share with Statuspage. incidents.json lists the newest 25 to 30
 * incidents, with whole timelines but without components, started_at or links; maintenances are not served. No older history is
 * available. Ids are ULIDs, which distinguish it from Statuspage.
 */
export const incidentIo: Adapter = {
  platform: 'incident-io',
  name: 'incident.io',

  poll: (sourceUrl) => [{ url: incidentsUrl(sourceUrl) }],
  overall: (sourceUrl) => ({ url: `${baseOf(sourceUrl) ?? sourceUrl}/api/v2/summary.json`, optional: true }),
  probes: (siteUrl) => [{ url: incidentsUrl(siteUrl) }],

  recognise(document) {
    const value = peekJson(document)
    if (!isStatuspageJson(value) || !statuspageIds(value).some((id) => ULID.test(id))) return null
    return {
      evidence: "the Statuspage API with incident.io's 26-character ids",
      sourceUrl: statuspageUrl(value, document),
    }
  },

  parse: (document) => parseStatuspageJson(parseJsonObject(document, createReport()), document),

  backfill: null,
}

function incidentsUrl(url: string): string {
  return `${baseOf(url) ?? url}/api/v2/incidents.json`
}
