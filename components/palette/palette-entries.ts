import { openInAddress } from '#components/search/search-address.ts'
import { parseWindow, singleDayOf } from '#lib/domain/window.ts'
import { LIKE_ENOUGH, likeness } from '#lib/text/likeness.ts'
import { findPeriodWords } from '#lib/text/search/period-words.ts'
import { choicePath, vendorPath } from '#lib/url/path.ts'

export interface NamedVendor {
  slug: string
  name: string
}

/** A destination in the palette. `aside`: its type, in a word or two. */
export interface Entry {
  href: string
  label: string
  aside: string
}

const PAGES: readonly Entry[] = [
  { href: '/', label: 'All vendors', aside: 'state and figures' },
  { href: '/at', label: 'At a moment', aside: 'what was down' },
  { href: '/compare', label: 'Compare', aside: 'vendors side by side' },
  { href: '/stack', label: 'Stack', aside: 'my vendors together' },
  { href: '/search', label: 'Search', aside: 'titles and updates' },
  { href: '/methodology', label: 'Method', aside: 'what the figures mean' },
  { href: '/admin', label: 'Admin area', aside: 'vendors, runs, people' },
]

const MAX_VENDORS = 6

/**
 * The destinations that match `query`, best first. `here`: the vendor whose page is open, null on any other page; for it,
 * comparing with another vendor is offered too.
 */
export function listEntries(
  query: string,
  vendors: readonly NamedVendor[],
  here: NamedVendor | null,
  now: Date,
): Entry[] {
  const text = query.trim()
  if (text === '') return [...(here === null ? [] : [comparisonOf(here, null)]), ...PAGES]
  const pages = PAGES.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()))
  // Exact matches make a guess unnecessary.
  const found = findVendors(text, vendors, pages.length === 0)
  const entries = [
    ...periodEntries(text, vendors, now),
    ...found.map(({ slug, name }) => ({ href: vendorPath(slug), label: name, aside: 'history' })),
    ...comparisons(found, here),
    ...pages,
    { href: `/search?${new URLSearchParams({ q: text })}`, label: `“${text}”`, aside: 'search titles and updates' },
  ]
  return entries.filter(({ href }, index) => entries.findIndex((entry) => entry.href === href) === index)
}

/** Names that begin with the text, then names that contain it; where there are none, names with a similar spelling. */
export function findVendors(text: string, vendors: readonly NamedVendor[], mayGuess = true): NamedVendor[] {
  const asked = text.toLowerCase()
  const asTyped = ranked(vendors, (vendor) => rankAsTyped(asked, vendor))
  if (asTyped.length > 0 || !mayGuess) return asTyped
  return ranked(vendors, ({ name }) => (likeness(asked, name) < LIKE_ENOUGH ? 0 : likeness(asked, name)))
}

/** Highest score first, ties by name; a score of 0 is dropped. */
function ranked(vendors: readonly NamedVendor[], rankOf: (vendor: NamedVendor) => number): NamedVendor[] {
  return vendors
    .map((vendor) => ({ vendor, rank: rankOf(vendor) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.vendor.name.localeCompare(b.vendor.name, 'en'))
    .slice(0, MAX_VENDORS)
    .map(({ vendor }) => vendor)
}

function rankAsTyped(asked: string, { name, slug }: NamedVendor): number {
  const lower = name.toLowerCase()
  if (lower === asked || slug === asked) return 3
  if (lower.startsWith(asked)) return 2
  return lower.includes(asked) || slug.includes(asked) ? 1 : 0
}

function comparisons(found: NamedVendor[], here: NamedVendor | null): Entry[] {
  const [best] = found
  if (best === undefined) return []
  return [here === null || here.slug === best.slug ? comparisonOf(best, null) : comparisonOf(here, best)]
}

function comparisonOf(one: NamedVendor, other: NamedVendor | null): Entry {
  const slugs = other === null ? [one.slug] : [one.slug, other.slug]
  return {
    href: choicePath('/compare', slugs, ''),
    label: other === null ? `${one.name} and another` : `${one.name} and ${other.name}`,
    aside: 'compare',
  }
}

/** What was down at a day or in a period that the text names, and the history of the vendors that the other words name. */
function periodEntries(text: string, vendors: readonly NamedVendor[], now: Date): Entry[] {
  const { period, rest } = findPeriodWords(text, now)
  if (period === null) return []
  const { window, time } = period
  const { label } = parseWindow(window, { asOf: now, firstKnown: now })
  const day = singleDayOf(window)
  const named = rest === '' ? [] : findVendors(rest, vendors)
  return [
    ...named.map(({ slug, name }) => ({
      href: `${vendorPath(slug)}?${new URLSearchParams({ window })}`,
      label: `${name} ${label}`,
      aside: 'history',
    })),
    ...(day !== null && time !== null
      ? [{ href: `/at?t=${day}T${time}:00Z`, label: `${day}, ${time} UTC`, aside: 'what was down' }]
      : []),
    ...(rest === '' || named.length > 0
      ? [
          {
            href: openInAddress(window),
            label: label.replace(/^(?:on|in|between) /, ''),
            aside: 'what was down',
          },
        ]
      : []),
  ]
}
