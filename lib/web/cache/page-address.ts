/**
 * Every query parameter that a public page or download reads. Any other is not part of the cache key and does not reach
 * the render. A page that reads a new parameter must be added here.
 */
const PARAMETERS = new Set([
  'archive',
  'asOf',
  'category',
  'component',
  'cursor',
  'find',
  'format',
  'from',
  'impact',
  'kind',
  'limit',
  'maxheight',
  'maxwidth',
  'page',
  'q',
  'quarter',
  'sort',
  'state',
  'status',
  't',
  'target',
  'to',
  'url',
  'vendor',
  'vendors',
  'window',
  'zone',
])

/** Parameters with few possible values: 24m, 90d, all, 2025, 2025-Q3, 2025-10, major, in_progress. Any other value is unbounded. */
const COUNTABLE_PARAMETERS = new Set(['impact', 'kind', 'quarter', 'sort', 'state', 'status', 'window'])
const COUNTABLE_VALUE = /^(?:[a-z_]{0,13}|\d\dm|90d|20\d\d(?:-(?:\d\d|Q[1-4]))?)$/

/** Files with filters, which refuse a parameter that they do not know; pages ignore it. */
const FILE_PATH =
  /^\/(?:(?:(?:vendors\/[^/]+|stack)\/)?(?:feed|incidents|annotations|calendar|badge|metrics|embed)(?:\.\w+)?|(?:vendors\/[^/]+|stack)\/(?:report|evidence)\.\w+)$/

/** What the API tells everybody; it refuses a parameter that it does not know. */
const OPEN_API_PATH =
  /^\/api\/v1\/(?:vendors(?:\/[^/]+(?:\/(?:incidents|candour))?)?|incidents\/[^/]+|at|search|vendor-names|restatements|track-record|openapi\.json)$/

/** Letters, digits and `._~-`, without empty or dot segments: every link of this site matches. */
const PLAIN_PATH = /^(?:\/[\w~-][\w.~-]*)*\/?$/
const MAX_LENGTH = 1_500

const PRIVATE_PATH = /^\/(?:admin|api|mcp|push|websub|_next)(?:\/|$)/i
const ASSET_PATH = /^\/(?:_next\/static|script)\//
const VENDOR_PATH = /^(?:\/api\/v1)?\/vendors\/([^/]+)/

/** The address of a public page, as the cache sees it. */
export interface PageAddress {
  /** Path and known parameters in sorted order: the cache key, and the target that is rendered. */
  key: string
  path: string
  /** The vendor whose page it is; null for a page that may show any. */
  vendor: string | null
  /** Whether the number of such addresses is unbounded. */
  isUnbounded: boolean
  /** A build file, whose name changes with its content. */
  isAsset: boolean
  isApi: boolean
}

/**
 * The cache key of a request target; null when it must not be looked up, or must be refused. Called for every request, so the usual target,
 * without a query, returns at once.
 */
export function cacheKey(target: string): string | null {
  const mark = target.indexOf('?')
  if (mark === -1) return target
  const path = target.slice(0, mark)
  const known: string[] = []
  for (const pair of target.slice(mark + 1).split('&')) {
    const name = nameOf(pair)
    if (name === '_rsc') return null
    const isKnown = PARAMETERS.has(name)
    const isEmpty = pair.length <= name.length + 1
    if (pair !== '' && !isKnown && FILE_PATH.test(path)) return null
    if (pair !== '' && (!isKnown || isEmpty) && OPEN_API_PATH.test(path)) return null
    // Forms also send empty fields, which pages ignore.
    if (isKnown && !isEmpty) known.push(pair)
  }
  return known.length === 0 ? path : `${path}?${known.sort(byName).join('&')}`
}

/** The address of a public page; null for a private one, or a target that this site never links to. */
export function readPageAddress(target: string): PageAddress | null {
  const key = cacheKey(target)
  if (key === null || key.length > MAX_LENGTH) return null
  const [path = '', query] = key.split('?', 2)
  if (!PLAIN_PATH.test(path)) return null
  const isAsset = ASSET_PATH.test(path)
  const isApi = OPEN_API_PATH.test(path)
  if (PRIVATE_PATH.test(path) && !isAsset && !isApi) return null
  return {
    key,
    path,
    vendor: VENDOR_PATH.exec(path)?.[1] ?? null,
    isUnbounded: query !== undefined && !isCountable(query.split('&')),
    isAsset,
    isApi,
  }
}

/**
 * Where a page's form has sent its untouched fields too, the same address without them; null for any other target. Only pages
 * have forms: downloads, whose addresses have a dot, are answered as they are.
 */
export function withoutEmptyFields(target: string): string | null {
  // Called for every request, like `cacheKey`.
  if (!target.includes('?')) return null
  const [path = '', query] = target.split('?', 2)
  if (!query?.includes('=') || path.includes('.') || !query.split('&').some(isEmptyField)) return null
  return readPageAddress(target)?.key ?? null
}

function isEmptyField(pair: string): boolean {
  return pair.endsWith('=') && PARAMETERS.has(pair.slice(0, -1))
}

function isCountable(pairs: string[]): boolean {
  const names = pairs.map(nameOf)
  return (
    new Set(names).size === names.length &&
    pairs.every(
      (pair) => COUNTABLE_PARAMETERS.has(nameOf(pair)) && COUNTABLE_VALUE.test(pair.slice(nameOf(pair).length + 1)),
    )
  )
}

function nameOf(pair: string): string {
  const equals = pair.indexOf('=')
  return equals === -1 ? pair : pair.slice(0, equals)
}

/** Stable, so that a repeated parameter keeps its order. */
function byName(a: string, b: string): number {
  const [left, right] = [nameOf(a), nameOf(b)]
  return left < right ? -1 : left > right ? 1 : 0
}
