import { queryRows } from '#lib/database/client.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { parseWindow } from '#lib/domain/window.ts'
import { lookUpVendor } from '#lib/queries/named-vendor.ts'
import type { SearchChoices, SearchedVendor, SearchRequest } from '#lib/queries/schemas.ts'
import { KNOWN_UPSTREAMS } from '#lib/text/known-upstreams.ts'
import { findImpactPhrase } from '#lib/text/search/impact-phrase.ts'
import { findPeriodWords, findUnclearDate } from '#lib/text/search/period-words.ts'
import { parseAddress, parseLiterals, withoutFillers, withoutStatusLabel } from '#lib/text/search/search-phrases.ts'
import { Prisma } from '#prisma/client/client.ts'

/** A vendor's name of more words is found by its first. */
const MAX_NAME_WORDS = 8
/** More vendors than this share a first word by chance. */
const MAX_VENDORS = 8

/** Searches for these words alone, whatever else they may mean. */
export function literalRequest(words: string): SearchRequest {
  return { words, vendors: [], window: null, time: null, impact: null, address: null, unclearDate: null }
}

/**
 * Finds vendors' names, a period and an impact in a query; the rest are words. Phrases in quotation marks and what is to be left
 * out stay words, and so does a vendor's name alone: others may have mentioned it. An address alone is that of an incident. Throws
 * InvalidInputError for a choice that cannot be read.
 */
export async function understandSearch(q: string, choices: SearchChoices, now: Date): Promise<SearchRequest> {
  const address = parseAddress(q)
  const { literals, rest: typed } = parseLiterals(address === null ? withoutStatusLabel(q) : '')
  const { period, rest: dateless } = findPeriodWords(typed, now)
  const impact = findImpactPhrase(dateless)
  const unranked = impact?.rest ?? dateless
  const [named, chosen] = await Promise.all([
    findNamedVendors(unranked),
    choices.vendor === null ? null : findChosenVendor(choices.vendor),
  ])
  const isMore = period !== null || impact !== null || literals.length > 0 || named.rest !== '' || chosen !== null
  const isNamed = named.vendors.length > 0 && isMore
  const plain = isNamed ? named.rest : unranked
  const isUnderstood = period !== null || impact !== null || isNamed
  const words = [isUnderstood ? withoutFillers(plain) : plain, ...literals].join(' ').replace(/\s+/g, ' ').trim()
  const window = choices.window ?? period?.window ?? null
  return {
    words,
    vendors: chosen === null ? (isNamed ? named.vendors : []) : [chosen],
    window: window === null ? null : parseWindow(window, { asOf: now, firstKnown: new Date(0) }),
    time: choices.window === null ? (period?.time ?? null) : null,
    impact: choices.impact ?? impact?.impact ?? null,
    address,
    unclearDate: findUnclearDate(typed, now),
  }
}

/** Throws InvalidInputError for a vendor that there is not. */
async function findChosenVendor(text: string): Promise<SearchedVendor> {
  const vendor = await lookUpVendor(text)
  if (vendor === null) throw new InvalidInputError(`There is no vendor “${text}”.`, 'vendor')
  const { id, slug, name } = vendor
  return { id, slug, name }
}

/**
 * The vendors whose whole name or slug is in the text; else those whose name is another one of a well-known company in it; else the few
 * whose name begins with one of its words. With the text without the name.
 */
async function findNamedVendors(text: string): Promise<{ vendors: SearchedVendor[]; rest: string }> {
  const plain = toPlain(text)
  const words = plain.split(' ').filter((word) => word.length > 2)
  if (plain === '') return { vendors: [], rest: '' }
  const runs = runsOf(plain)
  const aliases = aliasesIn(runs)
  const rows = await queryRows<(SearchedVendor & { words: string; rank: number })[]>(Prisma.sql`
    SELECT n.id, n.slug, n.name, n.words, n.rank FROM (
      SELECT id, slug, name, ${plainName} AS words, 1 AS rank FROM vendors WHERE ${plainName} = ANY(${runs})
      UNION ALL
      SELECT id, slug, name, ${plainSlug}, 1 FROM vendors WHERE ${plainSlug} = ANY(${runs})
      UNION ALL
      SELECT id, slug, name, a.typed, 2 FROM vendors
      JOIN unnest(${aliases.map(({ called }) => called)}::text[], ${aliases.map(({ typed }) => typed)}::text[]) a(called, typed)
        ON ${plainName} = a.called
      UNION ALL
      SELECT id, slug, name, ${firstWord}, 3 FROM vendors WHERE ${firstWord} = ANY(${words})
    ) n
    ORDER BY n.rank, length(n.words) DESC, n.name LIMIT 50`)
  const [best] = rows
  if (best === undefined) return { vendors: [], rest: text }
  const named = rows.filter(({ rank, words }) => rank === best.rank && !isPartOf(words, best.words))
  const vendors = [...new Map(named.map(({ id, slug, name }) => [id, { id, slug, name }])).values()]
  if (vendors.length > MAX_VENDORS) return { vendors: [], rest: text }
  return { vendors, rest: named.reduce((rest, { words }) => without(rest, words), text) }
}

// As in the indexes of vendors, which are used only by the same expressions.
const plainName = Prisma.sql`btrim(regexp_replace(lower(name), '[^[:alnum:]]+', ' ', 'g'))`
const plainSlug = Prisma.sql`replace(slug, '-', ' ')`
const firstWord = Prisma.sql`split_part(${plainName}, ' ', 1)`

/** Each run of at most MAX_NAME_WORDS whole words in the text, and each of two or three as one word: "a b c" has a, a b, ab, a b c, abc, b, b c, bc and c. */
function runsOf(plain: string): string[] {
  const words = plain.split(' ')
  return words.flatMap((_, from) =>
    words.slice(from, from + MAX_NAME_WORDS).flatMap((_, more) => {
      const run = words.slice(from, from + more + 1)
      return more === 1 || more === 2 ? [run.join(' '), run.join('')] : [run.join(' ')]
    }),
  )
}

/** Well-known companies in the text, by each of their other names: "gcp" is also called "google cloud". */
function aliasesIn(runs: readonly string[]): { called: string; typed: string }[] {
  return KNOWN_UPSTREAMS.flatMap((names) => {
    const plain = names.map(toPlain)
    const typed = plain.find((name) => runs.includes(name))
    return typed === undefined ? [] : plain.filter((name) => name !== typed).map((called) => ({ called, typed }))
  })
}

/** "Google" is not meant where "Google Cloud" is. */
function isPartOf(words: string, longer: string): boolean {
  return words !== longer && ` ${longer} `.includes(` ${words} `)
}

function toPlain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function without(text: string, words: string): string {
  // "open ai" names OpenAI as well.
  const spelt = words
    .split(' ')
    .map((word) => [...word].join('[^\\p{L}\\p{N}]*'))
    .join('[^\\p{L}\\p{N}]+')
  return text
    .replace(new RegExp(`(?<![\\p{L}\\p{N}])${spelt}(?![\\p{L}\\p{N}])`, 'iu'), ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
