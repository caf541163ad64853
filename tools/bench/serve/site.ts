import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import pg from 'pg'
import { createSite } from '#lib/web/server.ts'
import { tellParent } from './tell-parent.ts'

// The site's HTTP layer as bin/start sets it up, around a page as long as a history page with 50 incidents.
const databaseUrl = process.argv[2] ?? ''

const site = createSite({
  handleNext: async (request, response) => {
    if (request.url?.startsWith('/api/')) {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(list())
      return
    }
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      vary: 'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch',
    })
    response.end(page())
  },
  styleSheets: new Map(),
  publicUrl: 'http://localhost',
  databaseUrl,
  pool: new pg.Pool({ connectionString: databaseUrl }),
  spoolFolder: tmpdir(),
  migrationsFolder: '',
  expectsWorker: false,
  trustProxy: false,
  hasToken: async () => false,
})
await site.listen(0, '127.0.0.1')
tellParent(site.server)

/** About 100 KB: a list of 50 incidents. */
function list(): string {
  const incidents = Array.from({ length: 50 }, (_, i) => ({
    id: `incident-${i}`,
    title: words(i).slice(0, 60),
    updates: Array.from({ length: 4 }, (_, j) => ({ postedAt: `2026-05-${i}T0${j}:00Z`, body: words(i * 10 + j) })),
  }))
  return JSON.stringify({ incidents })
}

/** About 210 KB of prose and markup, most of it twice, as Next writes it: once to read, and once for a script that is not sent. */
function page(): string {
  const incidents = Array.from({ length: 50 }, (_, i) => {
    const updates = Array.from(
      { length: 4 },
      (_, j) => `<li><time>2026-05-${i}T0${j}:00Z</time><p>${words(i * 10 + j)}</p></li>`,
    )
    return `<article><h3>${words(i).slice(0, 60)}</h3><ol>${updates.join('')}</ol></article>`
  })
  const push = `self.__next_f.push([1,${JSON.stringify(incidents.join('\n')).replaceAll('<', '\\u003c')}])`
  return `<!DOCTYPE html><html lang="en"><head></head><body><main>${incidents.join('')}</main><script>${push}</script></body></html>`
}

const VOCABULARY = `we are investigating reports of elevated errors the issue has been identified and a fix is being
  implemented monitoring results this incident resolved some customers may have seen delayed deliveries in the api dashboard
  our team continues to work on recovery of all affected regions no data was lost thank you for your patience`.split(
  /\s+/,
)

/** The same words for the same seed. */
function words(seed: number): string {
  return Array.from({ length: 65 }, (_, i) => {
    const number = createHash('md5').update(`${seed} ${i}`).digest().readUInt16LE()
    return VOCABULARY[number % VOCABULARY.length]
  }).join(' ')
}
