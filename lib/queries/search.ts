import { db } from '#lib/database/client.ts'
import { literally } from '#lib/database/like-pattern.ts'
import { MARK, parseMarked } from '#lib/text/marked.ts'
import { Prisma } from '#prisma/client/client.ts'
import { matchesWords } from './incident-filter.ts'
import { listRows, toPage } from './incident-row.ts'
import type { IncidentView, SearchMatch } from './shapes.ts'

export interface SearchResult {
  incidents: IncidentView[]
  nextCursor: string | null
  /** Vendors whose name is like the query, the likest first, at most 8; only with the first page. */
  vendors: { slug: string; name: string }[]
}

/** Incidents of all kinds whose title or updates match, newest first. Throws InvalidInputError for a bad cursor. */
export async function searchIncidents(q: string, cursor: string | null, now: Date, limit = 24): Promise<SearchResult> {
  if (q.trim() === '') return { incidents: [], nextCursor: null, vendors: [] }
  const [rows, vendors] = await Promise.all([
    listRows(Prisma.sql`i.standing = 'counted' AND ${matchesWords(q)}`, cursor, limit),
    cursor === null ? listVendorsLike(q) : [],
  ])
  return { ...toPage(rows, limit, now), vendors }
}

/** How like a name a part of the query must be: a typing mistake is forgiven, a word that only begins alike is not. */
const NAMED_AMONG_WORDS = 0.5

async function listVendorsLike(q: string): Promise<{ slug: string; name: string }[]> {
  return db().$queryRaw<{ slug: string; name: string }[]>(Prisma.sql`
    SELECT slug, name FROM vendors
    WHERE name ILIKE ${`%${literally(q)}%`} OR name % ${q} OR word_similarity(name, ${q}) >= ${NAMED_AMONG_WORDS}
    ORDER BY greatest(similarity(name, ${q}), word_similarity(name, ${q})) DESC, name LIMIT 8`)
}

const SELECTED = `StartSel=${MARK.start}, StopSel=${MARK.stop}`
/** As much of an update's text as is looked through for an excerpt. */
const LOOKED_THROUGH = 20_000

/** Where the words of `q` stand in these incidents, by public id: in the title, and in the first update that has them. */
export async function listSearchMatches(q: string, publicIds: string[]): Promise<Map<string, SearchMatch>> {
  if (publicIds.length === 0) return new Map()
  const rows = await db().$queryRaw<{ id: string; title: string; excerpt: string | null }[]>(Prisma.sql`
    SELECT i.public_id AS id, ts_headline('english', i.title, asked.words, ${`HighlightAll=true, ${SELECTED}`}) AS title,
      (
        SELECT ts_headline('english', left(u.body, ${LOOKED_THROUGH}), asked.words, ${`MaxWords=30, MinWords=12, ${SELECTED}`})
        FROM incident_updates u
        WHERE u.incident_id = i.id AND to_tsvector('english', left(u.body, ${LOOKED_THROUGH})) @@ asked.words
        ORDER BY u.posted_at, u.id LIMIT 1
      ) AS excerpt
    FROM incidents i CROSS JOIN (SELECT websearch_to_tsquery('english', ${q}) AS words) asked
    WHERE i.public_id = ANY(${publicIds})`)
  return new Map(
    rows.map(({ id, title, excerpt }) => [
      id,
      { title: parseMarked(title), excerpt: excerpt === null ? null : parseMarked(excerpt) },
    ]),
  )
}
