import { db } from '#lib/database/client.ts'
import { literally } from '#lib/database/like-pattern.ts'
import { MARK, markAs } from '#lib/text/marked.ts'
import { SEPARATOR, toSearchQuery } from '#lib/text/search-words.ts'
import { Prisma } from '#prisma/client/client.ts'
import { matchesWords } from './incident-filter.ts'
import { listRows, toPage } from './incident-row.ts'
import type { IncidentView, SearchMatch } from './schemas.ts'

export interface SearchResult {
  incidents: IncidentView[]
  nextCursor: string | null
  /** Vendors with names similar to the query, most similar first, at most 8; only with the first page. */
  vendors: { slug: string; name: string }[]
}

/** Incidents of all kinds whose title or updates match, newest first. Throws InvalidInputError for a bad cursor. */
export async function searchIncidents(q: string, cursor: string | null, now: Date, limit = 24): Promise<SearchResult> {
  if (q.trim() === '') return { incidents: [], nextCursor: null, vendors: [] }
  const [rows, vendors] = await Promise.all([
    listRows(Prisma.sql`i.dedup_status = 'counted' AND ${matchesWords(q)}`, cursor, limit),
    cursor === null ? listVendorsLike(q) : [],
  ])
  return { ...toPage(rows, limit, now), vendors }
}

/** How similar a part of the query must be to a name: allows a typing mistake, but not a word that only begins alike. */
const NAMED_AMONG_WORDS = 0.5

async function listVendorsLike(q: string): Promise<{ slug: string; name: string }[]> {
  return db().$queryRaw<{ slug: string; name: string }[]>(Prisma.sql`
    SELECT slug, name FROM vendors
    WHERE name ILIKE ${`%${literally(q)}%`} OR name % ${q} OR word_similarity(name, ${q}) >= ${NAMED_AMONG_WORDS}
    ORDER BY greatest(similarity(name, ${q}), word_similarity(name, ${q})) DESC, name LIMIT 8`)
}

const SELECTED = `StartSel=${MARK.start}, StopSel=${MARK.stop}`
/** How much of an update's text is searched for an excerpt. */
const LOOKED_THROUGH = 20_000

/** Where the words of `q` occur in these incidents, by public id: in the title, and in the first update that contains them. */
export async function listSearchMatches(q: string, publicIds: string[]): Promise<Map<string, SearchMatch>> {
  if (publicIds.length === 0) return new Map()
  const rows = await db().$queryRaw<{ id: string; title: string; markedTitle: string; excerpts: Excerpt[] | null }[]>(
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
          FROM ts_headline('english', parted.text, asked.words, ${`MaxWords=30, MinWords=12, ${SELECTED}`}) marked
        ) headline
        WHERE u.incident_id = i.id AND to_tsvector('english', parted.text) @@ asked.words
        ORDER BY u.posted_at, u.id LIMIT 1
      ) AS excerpts
    FROM incidents i CROSS JOIN (SELECT websearch_to_tsquery('english', ${toSearchQuery(q)}) AS words) asked
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
