import type { Adapter } from './adapter.ts'
import { isIncidentIoSummary, parseIncidentIoSummary } from './wire/incident-io-summary.ts'
import { parseJsonObject, peekJson } from './wire/json.ts'
import { createReport } from './wire/report.ts'
import { PAGE_STAMP } from './wire/stamp.ts'
import { baseOf, isStatuspageJson, parseStatuspageJson, statuspageIds, statuspageUrl } from './wire/statuspage.ts'

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

/**
 * incident.io status pages, through the API that they share with Statuspage. incidents.json lists the newest 25 to 30
 * incidents, with whole timelines but without components, started_at or links; maintenances that are planned or in progress are
 * in a summary of another form, see `wire/incident-io-summary.ts`. No older history is available. Ids are ULIDs, which distinguish it from Statuspage.
 */
export const incidentIo: Adapter = {
  platform: 'incident-io',
  name: 'incident.io',

  poll: (sourceUrl) => [
    { url: incidentsUrl(sourceUrl) },
    { url: `${baseOf(sourceUrl) ?? sourceUrl}/api/v1/summary`, optional: true, mayFail: true },
  ],
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

  stamp: PAGE_STAMP,

  parse(document) {
    const report = createReport()
    const root = parseJsonObject(document, report)
    return isIncidentIoSummary(root.value) && !isStatuspageJson(root.value)
      ? parseIncidentIoSummary(root, report)
      : parseStatuspageJson(root, document)
  },

  backfill: null,
  facts: {
    list: 'The newest 25 to 30 incidents, open or over, each with its whole timeline.',
    reach: 'As far as the list: there is no older page.',
    components: 'Not with incidents; the overall state lists all components with their present states.',
    maintenance:
      'Planned and in progress, with their windows, in a summary made for widgets; what is over is in no list.',
    indicator: "Statuspage's words, in the overall state.",
    rate: null,
    knownFrom: 'real bodies, 2025 and 2026; the summary from programs that read it, 2023 to 2026',
    quirks: [
      { fact: 'It imitates the API of Statuspage. Only its ids, ULIDs of 26 characters, tell it apart.', seen: '2026' },
      { fact: 'Addresses of maintenances answer 404 instead of an empty list.', seen: 'September 2026' },
      { fact: '`incidents` is null instead of an empty list when nothing ever happened.', seen: 'August 2026' },
      { fact: '`page.url` ends in a slash, so that joining it naively doubles one.', seen: '2026' },
      { fact: '`resolved_at` is missing while an incident is open, and titles may end in a blank.', seen: '2026' },
    ],
  },
}

function incidentsUrl(url: string): string {
  return `${baseOf(url) ?? url}/api/v2/incidents.json`
}
