import { queryRows } from '#lib/database/client.ts'
import { literally } from '#lib/database/like-pattern.ts'
import { MARK, markAs } from '#lib/text/marked.ts'
import type { SearchedAddress } from '#lib/text/search/search-phrases.ts'
import { SEPARATOR, toSearchQuery, wantedWords } from '#lib/text/search/search-words.ts'
import { Prisma } from '#prisma/client/client.ts'
import { overlapsInOrder, saysWords, titleHas } from './incident-filter.ts'
import { type IncidentRow, listRows, listRowsFrom, toPage } from './incident-row.ts'
import type { SearchMatch, SearchRequest, SearchResult } from './schemas.ts'
import { ofVendors } from './scope.ts'

/**
 * Incidents of all kinds that a query asks for, newest first. `q`: the whole query, for the vendors with names like it. Throws
 * InvalidInputError for a bad cursor.
 */
export async function searchIncidents(
  { q, request }: { q: string; request: SearchRequest },
  cursor: string | null,
  now: Date,
  limit = 24,
): Promise<SearchResult> {
  const [rows, vendors] = await Promise.all([
    listFound(request, cursor, limit),
    cursor === null && q.trim() !== '' ? listVendorsLike(q) : [],
  ])
  return { ...toPage(rows, limit, now), vendors }
}

/** Fewer letters or digits in a row are in most titles, and no index finds them. */
const FEWEST_LETTERS = /[\p{L}\p{N}]{3}/u
/** So many of the newest incidents are looked at in any case, and so many more where some of them say the words. */
const NEWEST = 1_000
const FURTHER = 9_000
/** A word that fewer of the newest say is in few enough, all in all, to be read from its index. */
const FEWEST_MATCHES = 3

/**
 * The newest incidents that say the words, or have them as a part of their title. Words that many incidents say are soon found among
 * the newest; the index of words would give all of them, in no order. It is asked only where the newest do not fill a page: at once
 * where hardly any says the words, otherwise after ten times as many were looked at.
 */
async function listFound(request: SearchRequest, cursor: string | null, limit: number): Promise<IncidentRow[]> {
  const { words, vendors, address } = request
  if (address !== null) return await listRows(leadsTo(address), cursor, limit)
  const conditions = conditionsOf(request)
  if (words === '' && conditions.length === 0) return []
  const asked = Prisma.join([Prisma.sql`i.dedup_status = 'counted'`, ...conditions], ' AND ')
  if (words === '') return await listRows(asked, cursor, limit)
  const isTitled = FEWEST_LETTERS.test(words)
  const says = Prisma.sql`(SELECT ${saysWords(words)} FROM incident_words w WHERE w.incident_id = i.id)`
  const has = isTitled ? Prisma.sql`(${titleHas(words)} OR ${says})` : says
  // The incidents of a few vendors are fewer than those that say a frequent word.
  if (vendors.length > 0) return await listRows(Prisma.sql`${asked} AND ${has}`, cursor, limit)
  const titled = Prisma.sql`UNION ALL SELECT i.id FROM incidents i WHERE ${titleHas(words)}`
  return await listRowsFrom(cursor, limit, (beyond, order) => {
    const inOrder = Prisma.sql`SELECT i.id, i.sort_at, i.title FROM incidents i WHERE ${asked} ${beyond} ${order}`
    return Prisma.sql`
      WITH newest AS MATERIALIZED (${inOrder} LIMIT ${NEWEST}),
      soon AS MATERIALIZED (SELECT i.id, i.sort_at FROM newest i WHERE ${has} ${order} LIMIT ${limit + 1}),
      later AS MATERIALIZED (
        SELECT i.id, i.sort_at FROM (${inOrder} LIMIT ${FURTHER} OFFSET ${NEWEST}) i
        WHERE (SELECT count(*) FROM soon) BETWEEN ${FEWEST_MATCHES} AND ${limit} AND ${has} ${order} LIMIT ${limit + 1}
      )
      SELECT * FROM soon UNION SELECT * FROM later UNION
      SELECT i.id, i.sort_at FROM incidents i
      WHERE (SELECT count(*) FROM soon) <= ${limit} AND (SELECT count(*) FROM newest) = ${NEWEST}
        AND (SELECT count(*) FROM soon) + (SELECT count(*) FROM later) <= ${limit} AND ${asked} ${beyond}
        AND i.id = ANY(ARRAY(
          SELECT w.incident_id FROM incident_words w WHERE ${saysWords(words)} ${isTitled ? titled : Prisma.empty}
        ))`
  })
}

function leadsTo({ publicId, urls }: SearchedAddress): Prisma.Sql {
  const ofSource = Prisma.sql`i.source_url = ANY(${urls})`
  return publicId === null ? ofSource : Prisma.sql`(${ofSource} OR i.public_id = ${publicId})`
}

/** What a request asks for besides its words. */
function conditionsOf({ vendors, window, impact }: SearchRequest): Prisma.Sql[] {
  return [
    vendors.length === 0 ? null : ofVendors(vendors.map(({ id }) => id)),
    window && overlapsInOrder(window),
    impact && Prisma.sql`i.kind = 'incident' AND i.impact >= ${impact}::impact`,
  ].filter((condition) => condition !== null)
}

/** How many of the newest titles the suggestions come from. */
const SUGGESTED_FROM = 5_000
/** Swapping two letters of a word of seven leaves a third of its pieces. */
const SIMILAR_ENOUGH = 0.3

/**
 * The query with each of `words`, by default all of its own, that is in no title and no vendor's name replaced by the most similar one
 * that is; null if nothing is to be replaced. For queries that found nothing.
 */
export async function suggestWords(q: string, words = q): Promise<string | null> {
  const typed = [...new Set(words.toLowerCase().match(/\p{L}{4,}/gu) ?? [])].slice(0, 5)
  if (typed.length === 0) return null
  const rows = await queryRows<{ typed: string; word: string }[]>(Prisma.sql`
    WITH said AS (
      SELECT lower(word) AS word, count(*) AS count FROM (
        SELECT name AS text FROM vendors UNION ALL
        (SELECT title FROM incidents WHERE dedup_status = 'counted' ORDER BY id DESC LIMIT ${SUGGESTED_FROM})
      ) texts CROSS JOIN LATERAL regexp_split_to_table(text, '[^[:alpha:]]+') word
      WHERE length(word) > 3 GROUP BY 1
    )
    SELECT DISTINCT ON (t.typed) t.typed, said.word FROM unnest(${typed}::text[]) t(typed) JOIN said ON similarity(said.word, t.typed) >= ${SIMILAR_ENOUGH}::real
    WHERE NOT EXISTS (SELECT FROM said same WHERE same.word = t.typed)
    ORDER BY t.typed, similarity(said.word, t.typed) DESC, said.count DESC`)
  const meant = new Map(rows.map(({ typed, word }) => [typed, word]))
  return meant.size === 0 ? null : q.replace(/\p{L}{4,}/gu, (word) => meant.get(word.toLowerCase()) ?? word)
}

/** How similar a part of the query must be to a name: allows a typing mistake, but not a word that only begins alike. */
const NAMED_AMONG_WORDS = 0.5

/** A name of more words is found by some of them, and words beyond the first are seldom a name. */
const MAX_WORDS_OF_NAME = 4
const MAX_WORDS_LOOKED_UP = 12

/**
 * The vendors whose name is like the query, or like some of its words, the most similar first. Each run of words is looked up in the index
 * of names, since `word_similarity` in this direction has none, and costs 10 µs for each vendor.
 */
export async function listVendorsLike(q: string): Promise<{ slug: string; name: string }[]> {
  const words = q.match(/[\p{L}\p{N}]+/gu)?.slice(0, MAX_WORDS_LOOKED_UP) ?? []
  const runs = words.flatMap((_, from) =>
    Array.from({ length: MAX_WORDS_OF_NAME }, (_, more) => words.slice(from, from + more + 1).join(' ')),
  )
  return queryRows<{ slug: string; name: string }[]>(Prisma.sql`
    SELECT slug, name FROM vendors WHERE id = ANY(ARRAY(
      SELECT id FROM vendors WHERE name ILIKE ${`%${literally(q)}%`}
      UNION ALL SELECT id FROM vendors WHERE name % ${q}
      UNION ALL SELECT v.id FROM unnest(${[...new Set(runs)]}::text[]) run JOIN vendors v ON v.name % run
        WHERE word_similarity(v.name, ${q}) >= ${NAMED_AMONG_WORDS}
    ))
    ORDER BY greatest(similarity(name, ${q}), word_similarity(name, ${q})) DESC, name LIMIT 8`)
}

const SELECTED = `StartSel=${MARK.start}, StopSel=${MARK.stop}`
/** How much of an update's text is searched for an excerpt. */
const LOOKED_THROUGH = 20_000

/**
 * Where the words of `q` occur in these incidents, by public id: in the title, and in the first update that contains them all, or
 * else any of them.
 */
export async function listSearchMatches(q: string, publicIds: string[]): Promise<Map<string, SearchMatch>> {
  if (publicIds.length === 0 || q.trim() === '') return new Map()
  const rows = await queryRows<{ id: string; title: string; markedTitle: string; excerpts: Excerpt[] | null }[]>(
    Prisma.sql`
    SELECT i.public_id AS id, i.title,
      ts_headline('english', regexp_replace(i.title, ${SEPARATOR}, ' ', 'g'), asked.words, ${`HighlightAll=true, ${SELECTED}`}) AS "markedTitle",
      (
        SELECT jsonb_build_array(jsonb_build_object(
          'marked', headline.marked, 'text', substr(u.body, strpos(parted.text, headline.text), length(headline.text))
        ))
        FROM incident_updates u
        CROSS JOIN LATERAL (SELECT regexp_replace(left(u.body, ${LOOKED_THROUGH}), ${SEPARATOR}, ' ', 'g') AS text) parted
        CROSS JOIN LATERAL (
          SELECT marked, translate(marked, ${MARK.start + MARK.stop}, '') AS text
          FROM ts_headline('english', parted.text, any_of.words, ${`MaxWords=30, MinWords=12, ${SELECTED}`}) marked
        ) headline
        CROSS JOIN LATERAL (SELECT to_tsvector('english', parted.text) AS words) said
        WHERE u.incident_id = i.id AND said.words @@ any_of.words
        ORDER BY said.words @@ asked.words DESC, u.posted_at, u.id LIMIT 1
      ) AS excerpts
    FROM incidents i CROSS JOIN (SELECT websearch_to_tsquery('english', ${toSearchQuery(q)}) AS words) asked
    CROSS JOIN (
      SELECT coalesce(string_agg(quote_literal(word), ' | '), '')::tsquery AS words
      FROM unnest(tsvector_to_array(to_tsvector('english', ${wantedWords(q)}))) word
    ) any_of
    WHERE i.public_id = ANY(${publicIds})`,
  )
  return new Map(
    rows.map(({ id, title, markedTitle, excerpts }) => [
      id,
      {
        title: markAs(title, markedTitle),
        excerpt: excerpts?.[0] ? markAs(excerpts[0].text, excerpts[0].marked) : null,
      },
    ]),
  )
}

/** A part of an update as written, and the same with marks and with blanks for separators. */
interface Excerpt {
  text: string
  marked: string
}
