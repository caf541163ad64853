/**
 * Every query parameter that a public page or download reads. Any other is not part of a page's address: it neither makes
 * a second copy nor reaches the render. A page that learns a new parameter names it here.
 */
const PARAMETERS = new Set([
  'asOf',
  'category',
  'component',
  'cursor',
  'from',
  'impact',
  'kind',
  'limit',
  'q',
  'sort',
  'state',
  'status',
  't',
  'target',
  'to',
  'vendors',
  'window',
  'zone',
])

/** Those whose values are few: 24m, 90d, all, 2025, 2025-10, major, in_progress. Any other value can be made up. */
const COUNTABLE_PARAMETERS = new Set(['impact', 'kind', 'sort', 'state', 'status', 'window'])
const COUNTABLE_VALUE = /^(?:[a-z_]{0,13}|\d\dm|90d|20\d\d(?:-\d\d)?)$/

/** Letters, digits and `._~-`, no empty or dot segment: all that a link of ours contains. */
const PLAIN_PATH = /^(?:\/[\w~-][\w.~-]*)*\/?$/
const MAX_LENGTH = 1_500

const PRIVATE_PATH = /^\/(?:admin|api|_next)(?:\/|$)/i
const ASSET_PATH = /^\/_next\/static\//
const VENDOR_PATH = /^\/vendors\/([^/]+)/

/** Where a public page lives, as the cache sees it. */
export interface PageAddress {
  /** Path and known parameters in sorted order: what is looked up, and what is rendered. */
  key: string
  path: string
  /** The vendor whose page it is; null for a page that may show any. */
  vendor: string | null
  /** Whether visitors can make up such addresses without end. */
  isUnbounded: boolean
  /** A file of the build, whose name changes with its content. */
  isAsset: boolean
}

/**
 * What the cache looks a request target up by; null when it must not be looked up. Called for every request, so the
 * usual target, one without a query, costs nothing.
 */
export function cacheKey(target: string): string | null {
  const mark = target.indexOf('?')
  if (mark === -1) return target
  const path = target.slice(0, mark)
  const known: string[] = []
  for (const pair of target.slice(mark + 1).split('&')) {
    const name = nameOf(pair)
    if (name === '_rsc') return null
    // A form sends the fields that nobody touched too; to the pages they are as good as none.
    if (PARAMETERS.has(name) && pair.length > name.length + 1) known.push(pair)
  }
  return known.length === 0 ? path : `${path}?${known.sort(byName).join('&')}`
}

/** The address of a public page; null for what is not public, or not a target that we would ever link to. */
export function readPageAddress(target: string): PageAddress | null {
  const key = cacheKey(target)
  if (key === null || key.length > MAX_LENGTH) return null
  const [path = '', query] = key.split('?', 2)
  if (!PLAIN_PATH.test(path)) return null
  const isAsset = ASSET_PATH.test(path)
  if (PRIVATE_PATH.test(path) && !isAsset) return null
  return {
    key,
    path,
    vendor: VENDOR_PATH.exec(path)?.[1] ?? null,
    isUnbounded: query !== undefined && !isCountable(query.split('&')),
    isAsset,
  }
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

/** Stable, so that a parameter given twice keeps its order. */
function byName(a: string, b: string): number {
  const [left, right] = [nameOf(a), nameOf(b)]
  return left < right ? -1 : left > right ? 1 : 0
}
