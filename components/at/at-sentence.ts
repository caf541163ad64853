import { formatCount, formatInstant, formatInteger, listOf } from '#lib/domain/format.ts'
import type { CoverageAt, IncidentView } from '#lib/queries/schemas.ts'
import type { Sentence } from '#lib/text/headline.ts'

/** More names than this would turn the sentence into a list. */
const MAX_NAMES = 4

/**
 * "3 outages were open on Jun 12, 2025, 19:45 UTC, at Cloudflare, Courier and Google Cloud." Covers what was open at that
 * moment; the list alone shows maintenance. `isCut`: more incidents were open than are given.
 */
export function atSentence(
  incidents: Pick<IncidentView, 'vendorName' | 'kind'>[],
  moment: Date,
  isCut = false,
): Sentence {
  const outages = incidents.filter(({ kind }) => kind === 'incident')
  const names = [...new Set(outages.map(({ vendorName }) => vendorName))].sort((a, b) => a.localeCompare(b, 'en'))
  const parts =
    outages.length === 0
      ? [
          { text: 'No outage on record was open on ', strong: false },
          { text: formatInstant(moment), strong: true },
          { text: '.', strong: false },
        ]
      : [
          { text: `${isCut ? 'At least ' : ''}${formatCount(outages.length, 'outage')}`, strong: true },
          { text: ` ${outages.length === 1 ? 'was' : 'were'} open on `, strong: false },
          { text: formatInstant(moment), strong: true },
          { text: `, at ${whereWords(names)}.`, strong: false },
        ]
  return { parts, text: parts.map(({ text }) => text).join('') }
}

/** "Our data covers this moment for 8 of 11 vendors": for the others, the absence of incidents says nothing. */
export function momentKnownWords(coverage: CoverageAt): string {
  return `Our data covers this moment for ${formatInteger(coverage.complete.count)} of ${formatCount(countAll(coverage), 'vendor')}`
}

export function countAll({ complete, partial, unknown }: CoverageAt): number {
  return complete.count + partial.count + unknown.count
}

function whereWords(names: string[]): string {
  return names.length > MAX_NAMES ? formatCount(names.length, 'vendor') : listOf(names)
}
