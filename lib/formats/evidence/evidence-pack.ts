import { strToU8, zipSync } from 'fflate'
import { formatInstant } from '#lib/domain/format.ts'
import { later } from '#lib/domain/instant.ts'
import type { EvidenceView, HistoryView } from '#lib/queries/schemas.ts'
import { RECOMPUTE_SCRIPT } from './recompute-script.ts'

/** The version of the files in a pack; another form gets another number. */
const FORMAT = 'outage-history-evidence/1'

/** The files of an evidence pack by name: the figures, what they are computed from, and a script that computes them again. */
export function evidenceFiles(evidence: EvidenceView, pageUrl: string): Record<string, string> {
  const { method, asOf, window, vendors, together, sharedSeconds, worstDays, documents } = evidence
  const { text, from, to } = window
  const ofVendors = <T>(read: (vendor: EvidenceView['vendors'][number]) => T) =>
    Object.fromEntries(vendors.map((vendor) => [vendor.slug, read(vendor)]))
  return {
    'README.txt': readme(evidence, pageUrl),
    'figures.json': toJson({
      ...{ format: FORMAT, page: pageUrl, method, asOf },
      window: { text, from, to },
      vendors: ofVendors(({ history, candour }) => ({ history: figuresOf(history), candour })),
      together: together && figuresOf(together),
      sharedSeconds,
      worstDays: worstDays.map(({ day, downtimeSeconds }) => ({ day, downtimeSeconds })),
    }),
    'outages.json': toJson(vendors.flatMap(({ incidents }) => incidents)),
    'coverage.json': toJson(ofVendors(({ history }) => history.coverage.periods)),
    'documents.json': toJson(documents),
    'recompute.py': RECOMPUTE_SCRIPT,
  }
}

/** The same as a ZIP file. */
export function evidencePack(evidence: EvidenceView, pageUrl: string): Uint8Array<ArrayBuffer> {
  const files = evidenceFiles(evidence, pageUrl)
  const packed = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))
  return new Uint8Array(zipSync(packed, { mtime: clockOf(evidence.asOf) }))
}

/** What the script computes of a history. */
function figuresOf({
  asOf: _,
  window: _window,
  coverage,
  unknownImpactCount: _impact,
  unclearCount: _unclear,
  ...figures
}: HistoryView) {
  const { complete, knownDays, days } = coverage
  return { ...figures, complete, knownDays, days }
}

/** ZIP knows no earlier time. */
const FIRST_CLOCK = new Date('1980-01-01T00:00Z')

/** ZIP stores the local clock: this one shows UTC's, wherever it is made. */
function clockOf(asOf: Date): Date {
  const instant = later(asOf, FIRST_CLOCK)
  return new Date(
    instant.getUTCFullYear(),
    instant.getUTCMonth(),
    instant.getUTCDate(),
    instant.getUTCHours(),
    instant.getUTCMinutes(),
    instant.getUTCSeconds(),
  )
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`
}

function readme({ vendors, window, asOf, method }: EvidenceView, pageUrl: string): string {
  return `Evidence for the outage figures of ${vendors.map(({ name }) => name).join(', ')}
${formatInstant(window.from)} to ${formatInstant(window.to)}, as of ${formatInstant(asOf)}, method version ${method}
${pageUrl}

figures.json    the figures as the site shows them
outages.json    the outages that they count, with the times that are used; texts are left out
coverage.json   the time for which each vendor's history is known
documents.json  the documents that the outages were read from: sha256 of the bytes as served, and when they were read
recompute.py    computes every figure again from outages.json and coverage.json: python3 recompute.py

The rules are explained at /methodology of the site. Times are UTC.
`
}
