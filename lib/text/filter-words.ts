import type { Impact, Kind } from '#lib/domain/incident.ts'
import { DEFAULT_WINDOW } from '#lib/domain/window.ts'
import { type HistoryFilter, narrows } from '#lib/url/filter.ts'

/** The filters of a history besides its window and kind. */
export type Narrowing = Pick<HistoryFilter, 'impact' | 'status' | 'component' | 'q'>

const IMPACT_PHRASES = {
  none: null,
  minor: 'of minor impact or worse',
  unknown: 'of unknown impact or worse',
  major: 'of major impact or worse',
  critical: 'of critical impact',
} satisfies Record<Impact, string | null>

const HISTORY_WORDS = {
  incident: 'outage history',
  maintenance: 'maintenance history',
  notice: 'history of notices',
  all: 'history of all postings',
} satisfies Record<Kind | 'all', string>

/**
 * The filters as phrases that follow the noun: ["of critical impact", "affecting “Actions”"]. Without them, a figure for a part
 * could be quoted as one for the whole.
 */
export function narrowingPhrases({ impact, status, component, q }: Narrowing): string[] {
  return [
    impact === null ? null : IMPACT_PHRASES[impact],
    status === null ? null : `marked ${status.replace('_', ' ')}`,
    component === null ? null : `affecting ${quoted(component)}`,
    q === null ? null : `mentioning ${quoted(q)}`,
  ].filter((phrase) => phrase !== null)
}

/** Whether the filter leaves out some outages: then a figure for the rest of the time says nothing about how quiet it was. */
export function isNarrowed(filter: Narrowing & Pick<HistoryFilter, 'kind'>): boolean {
  return filter.kind !== 'incident' || narrows(filter)
}

/** Text that has its own quotation marks, such as a search for a phrase, gets no others. */
function quoted(text: string): string {
  return text.includes('"') ? text : `“${text}”`
}

/**
 * "Courier outage history" plus its filters: "Courier maintenance history: affecting “API”, in 2025". `label`: the window's.
 */
export function titleOf(
  name: string,
  filter: Narrowing & Pick<HistoryFilter, 'kind' | 'window'>,
  label: string,
): string {
  const narrowing = [...narrowingPhrases(filter), ...(filter.window === DEFAULT_WINDOW ? [] : [label])]
  const title = `${name} ${HISTORY_WORDS[filter.kind]}`
  return narrowing.length === 0 ? title : `${title}: ${narrowing.join(', ')}`
}

const FILE_WORDS = {
  incident: 'outages',
  maintenance: 'maintenance',
  notice: 'notices',
  all: 'postings',
} satisfies Record<Kind | 'all', string>

/**
 * "courier-outages-2025.csv" for a table of incidents: several files of one name could not be told apart. `slug` must be a
 * vendor's, and other filters are not in the name.
 */
export function fileName(
  slug: string,
  { kind, window, asOf, ...narrowing }: Narrowing & Pick<HistoryFilter, 'kind' | 'window' | 'asOf'>,
  file: string,
): string {
  const day = asOf === null ? [] : ['as-of', asOf.toISOString().slice(0, 10)]
  const part = narrows(narrowing) ? ['part'] : []
  const extension = file.slice(file.lastIndexOf('.') + 1)
  return `${[slug, FILE_WORDS[kind], window.replace('..', '-to-'), ...day, ...part].join('-')}.${extension}`
}
