import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PLATFORMS, type Platform } from '#lib/adapters/adapter.ts'

/** As shown on screen, in the order of the filter. */
export const CATEGORIES = [
  'AI',
  'Cloud',
  'Code',
  'Commerce',
  'Data',
  'Finance',
  'Marketing',
  'Media',
  'Messaging',
  'Monitoring',
  'People',
  'Productivity',
  'Security',
  'Support',
  'Other',
] as const
export type Category = (typeof CATEGORIES)[number]

/** Where a vendor's incidents are read, or why they cannot be. */
export type CatalogueAccess =
  | { kind: 'source'; platform: Platform }
  /** The page is known and its platform is not: detection tells it when the vendor is added. */
  | { kind: 'detect' }
  | { kind: 'unreadable'; reason: string }

/** A vendor that can be found by name: one line of catalogue.tsv. */
export interface CatalogueVendor {
  slug: string
  name: string
  category: Category
  access: CatalogueAccess
  /** Canonical address of its source, or of its status page where that is no source; no two vendors share one. */
  address: string
  websiteUrl: string | null
  /** Polled from the first start on, unless polling is off. */
  isStarter: boolean
  /** Other names that people look for. */
  searchWords: string
  /** What is known of the page beside, such as a platform that it has left; null for nothing. */
  note: string | null
}

/** A line that was left out, counted from 1 with the heading. */
export interface CatalogueFault {
  line: number
  reason: string
}

export interface Catalogue {
  vendors: readonly CatalogueVendor[]
  faults: readonly CatalogueFault[]
}

const COLUMNS = ['slug', 'name', 'category', 'platform', 'address', 'website', 'start', 'search', 'note'] as const
const SLUG = /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/

let bundled: Catalogue | undefined

/** The catalogue that the site comes with, read once. Lines with a fault are left out and named. */
export function readCatalogue(): Catalogue {
  bundled ??= parseCatalogue(readFileSync(join(process.cwd(), 'prisma', 'catalogue.tsv'), 'utf8'))
  return bundled
}

/**
 * Reads a catalogue: tab-separated, one vendor a line under a heading that names the columns. A line that says something
 * impossible is left out with its reason, and the others stand.
 */
export function parseCatalogue(text: string): Catalogue {
  const [heading, ...lines] = text.replace(/\r?\n$/, '').split(/\r?\n/)
  if (heading !== COLUMNS.join('\t')) {
    return {
      vendors: [],
      faults: [{ line: 1, reason: `The heading must be ${COLUMNS.join(', ')}, separated by tabs.` }],
    }
  }
  const vendors: CatalogueVendor[] = []
  const faults: CatalogueFault[] = []
  const taken = new Map<string, number>()
  for (const [index, content] of lines.entries()) {
    const line = index + 2
    const vendor = parseLine(content)
    if (typeof vendor === 'string') {
      faults.push({ line, reason: vendor })
      continue
    }
    const duplicate = findDuplicate(vendor, taken)
    if (duplicate !== null) {
      faults.push({ line, reason: duplicate })
      continue
    }
    for (const key of keysOf(vendor)) taken.set(key, line)
    vendors.push(vendor)
  }
  return { vendors, faults }
}

/** A vendor, or what is wrong with the line. */
function parseLine(content: string): CatalogueVendor | string {
  const cells = content.split('\t')
  if (cells.length !== COLUMNS.length) return `The line has ${cells.length} columns instead of ${COLUMNS.length}.`
  const [
    slug = '',
    name = '',
    category = '',
    platform = '',
    address = '',
    website = '',
    start,
    search = '',
    note = '',
  ] = cells.map((cell) => cell.trim())
  if (!SLUG.test(slug)) return `"${slug}" is not a slug: lower-case letters, digits and single hyphens.`
  if (name === '') return 'The name is missing.'
  if (!isCategory(category)) return `"${category}" is not a category.`
  const access = parseAccess(platform, note)
  if (typeof access === 'string') return access
  if (!isPlainAddress(address)) return `"${address}" is not an https address without query and fragment.`
  if (website !== '' && !isPlainAddress(website))
    return `"${website}" is not an https address without query and fragment.`
  if (start !== '' && start !== 'yes') return `"start" must be "yes" or empty, not "${start}".`
  if (start === 'yes' && access.kind !== 'source')
    return 'A vendor can only be polled from the start if it has a source.'
  return {
    slug,
    name,
    category,
    access,
    address,
    websiteUrl: website || null,
    isStarter: start === 'yes',
    searchWords: search,
    note: note || null,
  }
}

function parseAccess(platform: string, note: string): CatalogueAccess | string {
  if (platform === 'detect') return { kind: 'detect' }
  if (platform === 'unreadable') {
    return note === '' ? 'A page that cannot be read needs a note that says why.' : { kind: 'unreadable', reason: note }
  }
  if (!isPlatform(platform)) return `"${platform}" is neither a platform nor "detect" or "unreadable".`
  return { kind: 'source', platform }
}

function keysOf({ slug, name, address }: CatalogueVendor): string[] {
  return [`slug ${slug}`, `name ${name.toLowerCase()}`, `address ${address}`]
}

function findDuplicate(vendor: CatalogueVendor, taken: ReadonlyMap<string, number>): string | null {
  for (const key of keysOf(vendor)) {
    const line = taken.get(key)
    if (line !== undefined) return `The ${key} is already in line ${line}.`
  }
  return null
}

function isCategory(value: string): value is Category {
  return CATEGORIES.some((category) => category === value)
}

function isPlatform(value: string): value is Platform {
  return PLATFORMS.some((platform) => platform === value)
}

/** As stored: https, no user, query or fragment, and no slash behind a bare host. */
function isPlainAddress(value: string): boolean {
  const url = URL.parse(value)
  if (url === null || url.protocol !== 'https:' || url.search !== '' || url.hash !== '') return false
  return value === (url.pathname === '/' ? url.origin : url.href) && url.username === '' && url.password === ''
}
