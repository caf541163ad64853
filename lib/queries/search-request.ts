import { db } from '#lib/database/client.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { parseWindow } from '#lib/domain/window.ts'
import { findImpactPhrase } from '#lib/text/impact-phrase.ts'
import { findPeriodWords } from '#lib/text/period-words.ts'
import { Prisma } from '#prisma/client/client.ts'
import type { SearchChoices, SearchedVendor, SearchRequest } from './schemas.ts'

/** More vendors than this share a first word by chance. */
const MAX_VENDORS = 8
/** Words around a date or a name that say nothing of an incident. */
const FILLING = /(?<![\p{L}\p{N}-])(?:outages?|incidents?|downtime|down|on|in|at|during|for|of|the)(?![\p{L}\p{N}-])/giu

/** Searches for these words alone, whatever else they may mean. */
export function literalRequest(words: string): SearchRequest {
  return { words, vendors: [], window: null, time: null, impact: null }
}

/**
 * Finds vendors' names, a period and an impact in a query; the rest are words. Phrases in quotation marks stay words, and so does
 * a vendor's name alone: others may have mentioned it. Throws InvalidInputError for a choice that cannot be read.
 */
export async function understandSearch(q: string, choices: SearchChoices, now: Date): Promise<SearchRequest> {
  const quoted = q.match(/"[^"]*"/g) ?? []
  const { period, rest: dateless } = findPeriodWords(q.replaceAll(/"[^"]*"/g, ' ').replaceAll('"', ' '), now)
  const impact = findImpactPhrase(dateless)
  const unranked = impact?.rest ?? dateless
  const [named, chosen] = await Promise.all([
    findNamedVendors(unranked),
    choices.vendor === null ? null : findChosenVendor(choices.vendor),
  ])
  const isMore = period !== null || impact !== null || quoted.length > 0 || named.rest !== '' || chosen !== null
  const isNamed = named.vendors.length > 0 && isMore
  const plain = isNamed ? named.rest : unranked
  const isUnderstood = period !== null || impact !== null || isNamed
  const words = [isUnderstood ? plain.replaceAll(FILLING, ' ') : plain, ...quoted].join(' ').replace(/\s+/g, ' ').trim()
  const window = choices.window ?? period?.window ?? null
  return {
    words,
    vendors: chosen === null ? (isNamed ? named.vendors : []) : [chosen],
    window: window === null ? null : parseWindow(window, { asOf: now, firstKnown: new Date(0) }),
    time: choices.window === null ? (period?.time ?? null) : null,
    impact: choices.impact ?? impact?.impact ?? null,
  }
}

/** Throws InvalidInputError for a vendor that there is not. */
async function findChosenVendor(text: string): Promise<SearchedVendor> {
  const [vendor] = await db().$queryRaw<SearchedVendor[]>(Prisma.sql`
    SELECT id, slug, name FROM vendors WHERE slug = ${text.toLowerCase()} OR lower(name) = ${text.toLowerCase()} LIMIT 1`)
  if (vendor === undefined) throw new InvalidInputError(`There is no vendor “${text}”.`, 'vendor')
  return vendor
}

/**
 * The vendors whose whole name or slug is in the text, else the few whose name begins with one of its words, and the text
 * without the name.
 */
async function findNamedVendors(text: string): Promise<{ vendors: SearchedVendor[]; rest: string }> {
  const plain = toPlain(text)
  const words = plain.split(' ').filter((word) => word.length > 2)
  if (plain === '') return { vendors: [], rest: '' }
  const rows = await db().$queryRaw<(SearchedVendor & { words: string; isWhole: boolean })[]>(Prisma.sql`
    SELECT n.id, n.slug, n.name, n.words, n.is_whole AS "isWhole" FROM (
      SELECT id, slug, name, ${plainName} AS words, true AS is_whole FROM vendors WHERE ${plainName} = ANY(${runsOf(plain)})
      UNION ALL
      SELECT id, slug, name, ${plainSlug}, true FROM vendors WHERE ${plainSlug} = ANY(${runsOf(plain)})
      UNION ALL
      SELECT id, slug, name, ${firstWord}, false FROM vendors WHERE ${firstWord} = ANY(${words})
    ) n
    ORDER BY n.is_whole DESC, length(n.words) DESC, n.name LIMIT 50`)
  const [best] = rows
  if (best === undefined) return { vendors: [], rest: text }
  const named = best.isWhole ? rows.filter(({ isWhole, words }) => isWhole && !isPartOf(words, best.words)) : rows
  const vendors = [...new Map(named.map(({ id, slug, name }) => [id, { id, slug, name }])).values()]
  if (vendors.length > MAX_VENDORS) return { vendors: [], rest: text }
  return { vendors, rest: named.reduce((rest, { words }) => without(rest, words), text) }
}

// As in the indexes of vendors, which are used only by the same expressions.
const plainName = Prisma.sql`btrim(regexp_replace(lower(name), '[^[:alnum:]]+', ' ', 'g'))`
const plainSlug = Prisma.sql`replace(slug, '-', ' ')`
const firstWord = Prisma.sql`split_part(${plainName}, ' ', 1)`

/** Each run of whole words in the text: "a b c" has a, a b, a b c, b, b c and c. */
function runsOf(plain: string): string[] {
  const words = plain.split(' ')
  return words.flatMap((_, from) =>
    words.slice(from).map((_, length) => words.slice(from, from + length + 1).join(' ')),
  )
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
  const spelt = words.split(' ').join('[^\\p{L}\\p{N}]+')
  return text
    .replace(new RegExp(`(?<![\\p{L}\\p{N}])${spelt}(?![\\p{L}\\p{N}])`, 'iu'), ' ')
    .replace(/\s+/g, ' ')
    .trim()
}
