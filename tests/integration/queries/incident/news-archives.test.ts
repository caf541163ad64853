import { expect, it } from 'vitest'
import { listNews } from '#lib/queries/incident/news.ts'
import { type ArchivePage, readArchive } from '#lib/queries/incident/news-archives.ts'
import { findScope, type Scope } from '#lib/queries/scope.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

const HOUR_MS = 3_600_000

ownDatabase({ emptied: true })

function minutesLong(id: string, from: Date) {
  const to = new Date(from.getTime() + 600_000)
  const updates = [anUpdate(`${id}-1`, { status: 'resolved', postedAt: to })]
  return anIncident(id, { statedStartedAt: from, statedEndedAt: to, updates })
}

const manyFrom = (name: string, first: string, count: number) =>
  Array.from({ length: count }, (_, index) =>
    minutesLong(`${name}${index}`, new Date(at(first).getTime() + index * HOUR_MS)),
  )

const scopeAt = (now = '2026-06-01T00:00Z'): Promise<Scope> =>
  findScope('acme', parseHistoryFilter({}, at(now)), at(now))

const titlesOf = ({ entries }: Pick<ArchivePage, 'entries'>) =>
  entries.map(({ title }) => title.replace('Incident ', ''))

/** The archives by name, from the newest back. */
async function walk(scope: Scope): Promise<Map<string, ArchivePage>> {
  const archives = new Map<string, ArchivePage>()
  let name = (await listNews(scope)).newestArchive
  while (name !== null) {
    const page: ArchivePage = await readArchive(scope, name)
    archives.set(name, page)
    name = page.previous
  }
  return archives
}

it('the archives of a feed and the feed have everything, each archive is full or of a month that is over', async () => {
  const march = manyFrom('march', '2026-03-01T00:00Z', 60)
  const rest = [...manyFrom('april', '2026-04-10T00:00Z', 3), ...manyFrom('may', '2026-05-02T00:00Z', 120)]
  await ingest(aDocument([...march, ...rest]), { readAt: '2026-05-30T00:00Z' })
  const scope = await scopeAt()
  const archives = await walk(scope)
  expect([...archives].map(([name, { entries }]) => [name, entries.length])).toEqual([
    ['2026-05.2', 50],
    ['2026-05', 50],
    ['2026-04', 3],
    ['2026-03.2', 10],
    ['2026-03', 50],
  ])
  expect([...archives.values()].map(({ next }) => next)).toEqual([null, '2026-05.2', '2026-05', '2026-04', '2026-03.2'])
  expect(titlesOf(archives.get('2026-04') ?? { entries: [] })).toEqual(['april2', 'april1', 'april0'])
  const archived = [...archives.values()].flatMap(titlesOf)
  expect(new Set(archived).size).toBe(163)
  const feed = titlesOf(await listNews(scope))
  expect(new Set([...archived, ...feed]).size).toBe(183)
  // The clock changes nothing.
  expect(await walk(await scopeAt('2026-09-01T00:00Z'))).toEqual(archives)
  expect((await readArchive(scope, '2026-02')).entries).toEqual([])

  // What is said later leaves its archive for the feed, and the others stay as they are.
  const [edited, ...others] = march
  const again = { ...(edited ?? minutesLong('x', at('2026-03-01T00:00Z'))), title: 'Other words' }
  await ingest(aDocument([again, ...others, ...rest]), { readAt: '2026-05-31T00:00Z' })
  const after = await walk(scope)
  expect((await listNews(scope)).entries[0]).toMatchObject({ title: 'Other words', newsAt: at('2026-05-31T00:00Z') })
  expect([...after.values()].flatMap(titlesOf)).toEqual(archived.filter((title) => title !== 'march0'))
  for (const name of ['2026-05', '2026-05.2', '2026-04']) expect(after.get(name)).toEqual(archives.get(name))
})

it('a feed has no archive that its entries do not fill, of the future, or by another name', async () => {
  await ingest(aDocument(manyFrom('may', '2026-05-02T00:00Z', 49)), { readAt: '2026-05-30T00:00Z' })
  const scope = await scopeAt()
  expect((await listNews(scope)).newestArchive).toBeNull()
  for (const name of ['2026-05', '2026-04.2', '2027-01'])
    await expect(readArchive(scope, name)).rejects.toThrow(`This feed has no archive "${name}".`)
  for (const name of ['', 'may', '2026-13', '2026-05.1', '2026-05.02', '0000-01'])
    await expect(readArchive(scope, name)).rejects.toThrow('archive must be a month')
})
