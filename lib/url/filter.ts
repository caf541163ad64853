import { z } from 'zod'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { IMPACTS, type Impact, KINDS, type Kind, STATUSES, type Status } from '#lib/domain/incident.ts'
import { parsePastInstant } from '#lib/domain/instant.ts'
import { issueWords } from '#lib/domain/site/issue-words.ts'
import { checkWindowText, DEFAULT_WINDOW, fullWindowText, WINDOW_FORMS } from '#lib/domain/window.ts'

/** What a reader requested of a history page, its API twin, a feed or an export. Null: not filtered by it. */
export interface HistoryFilter {
  /** As written in the URL; `parseWindow` turns it into instants. */
  window: string
  kind: Kind | 'all'
  /** At least this impact. */
  impact: Impact | null
  status: Status | null
  component: string | null
  q: string | null
  cursor: string | null
  /** Null: now. */
  asOf: Date | null
  limit: number
}

export const KIND_CHOICES = [...KINDS, 'all'] as const
const DEFAULT_KIND = 'incident'
export const DEFAULT_LIMIT = 24

/** The most characters of the words of a filter. */
export const MAX_FILTER_WORDS = 100

const windowText = z.string().refine(isWindowText, `must be ${WINDOW_FORMS}`)

/** The query parameters as received, all text; the API's description is made from this. */
export const historyParameters = z.object({
  window: windowText.default(DEFAULT_WINDOW).describe(`${WINDOW_FORMS}; UTC.`),
  kind: z.enum(KIND_CHOICES).default(DEFAULT_KIND),
  impact: z.enum(IMPACTS).optional().describe('At least this impact; unknown ranks between minor and major.'),
  status: z.enum(STATUSES).optional(),
  component: z.string().max(200).optional().describe('Name of an affected component.'),
  q: z.string().max(MAX_FILTER_WORDS).optional().describe('Words to find in titles and updates.'),
  cursor: z.string().max(200).optional().describe('`nextCursor` of the previous page.'),
  asOf: z.string().max(40).optional().describe('ISO 8601 instant, not in the future: everything as of then.'),
  limit: z.coerce.number().int().min(1).max(100).default(DEFAULT_LIMIT).describe('Incidents per page.'),
})

/** The names that a history page and its API twin accept. */
export const HISTORY_PARAMETERS = Object.keys(historyParameters.shape) as readonly (keyof HistoryFilter)[]

export type QueryParameters = URLSearchParams | Record<string, string | string[] | undefined>

/**
 * The filter in a query string. Empty values count as missing, since forms send their untouched fields; unknown names are
 * ignored here (see `unknownParameters`). Throws InvalidInputError naming the parameter for an unusable value, for one given
 * twice, and for an `asOf` later than `now`.
 */
export function parseHistoryFilter(params: QueryParameters, now: Date): HistoryFilter {
  const given = Object.fromEntries(HISTORY_PARAMETERS.map((name) => [name, readOne(params, name)]))
  const { success, data, error } = historyParameters.safeParse(given, { error: issueWords })
  if (!success) {
    const issue = error.issues[0]
    const field = String(issue?.path[0])
    throw new InvalidInputError(`${field}: ${issue?.message}`, field)
  }
  return {
    window: fullWindowText(data.window),
    kind: data.kind,
    impact: data.impact ?? null,
    status: data.status ?? null,
    component: data.component ?? null,
    q: data.q ?? null,
    cursor: data.cursor ?? null,
    asOf: data.asOf === undefined ? null : parsePastInstant(data.asOf, 'asOf', now),
    limit: data.limit,
  }
}

/** Names in `params` that are not in `known`, each once. */
export function unknownParameters(params: QueryParameters, known: readonly string[]): string[] {
  const names = params instanceof URLSearchParams ? params.keys() : Object.keys(params)
  return [...new Set(names)].filter((name) => !known.includes(name))
}

/**
 * The canonical query string of a filter without its question mark: names sorted, defaults left out, '' when nothing is left.
 * Overrides narrow or widen it; since a cursor belongs to one list, any override except of the cursor drops the cursor.
 */
export function filterToQuery(filter: HistoryFilter, overrides: Partial<HistoryFilter> = {}): string {
  const isOtherList = Object.keys(overrides).length > 0
  const wanted = { ...filter, ...(isOtherList && { cursor: null }), ...overrides }
  const query = new URLSearchParams()
  for (const name of HISTORY_PARAMETERS.toSorted()) {
    const value = wanted[name]
    if (value === null || value === undefined || value === DEFAULTS[name]) continue
    query.set(name, value instanceof Date ? value.toISOString().replace('.000Z', 'Z') : String(value))
  }
  return query.toString()
}

const DEFAULTS: Partial<HistoryFilter> = { window: DEFAULT_WINDOW, kind: DEFAULT_KIND, limit: DEFAULT_LIMIT }

/** Removes control characters: no text in the database contains U+0000, and readers do not mean the others. */
function readOne(params: QueryParameters, name: string): string | undefined {
  const values =
    params instanceof URLSearchParams
      ? params.getAll(name)
      : [Object.hasOwn(params, name) ? params[name] : undefined].flat()
  if (values.length > 1) throw new InvalidInputError(`${name} may be given once.`, name)
  return values[0]?.replace(/\p{Cc}/gu, ' ').trim() || undefined
}

function isWindowText(text: string): boolean {
  try {
    checkWindowText(text)
    return true
  } catch {
    return false
  }
}

/** Whether the filter requests fewer than all incidents of its kind. */
export function narrows({
  impact,
  status,
  component,
  q,
}: Pick<HistoryFilter, 'impact' | 'status' | 'component' | 'q'>): boolean {
  return impact !== null || status !== null || component !== null || q !== null
}
