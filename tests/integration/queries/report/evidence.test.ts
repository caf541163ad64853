import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { db } from '#lib/database/client.ts'
import { evidenceFiles, evidencePack } from '#lib/formats/evidence/evidence-pack.ts'
import { RECOMPUTE_SCRIPT } from '#lib/formats/evidence/recompute-script.ts'
import { listChosenVendors } from '#lib/queries/chosen-vendors.ts'
import { getEvidence } from '#lib/queries/report/evidence.ts'
import { parseHistoryFilter } from '#lib/url/filter.ts'
import { loadSample } from '#lib/worker/load-sample.ts'
import { aDocument, anIncident, anUpdate, at } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

const run = promisify(execFile)
const NOW = at('2026-11-28T12:00Z')
const PAGE = 'https://outages.example/stack'

const hasPython = await run('python3', ['-c', 'import sys; assert sys.version_info >= (3, 8)']).then(
  () => true,
  () => false,
)

let folder = ''
let slugs: string[] = []
beforeAll(async () => {
  await loadSample()
  slugs = (await db().vendor.findMany({ orderBy: { slug: 'asc' } })).map(({ slug }) => slug)
  folder = await mkdtemp(join(tmpdir(), 'evidence-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function evidenceOf(chosen: string[], query: string) {
  const { vendors } = await listChosenVendors(chosen)
  return await getEvidence(vendors, parseHistoryFilter(new URLSearchParams(query), NOW), NOW)
}

let packs = 0

/** What the script says of a pack, in which `tamper` may change a file first. */
async function recompute(
  chosen: string[],
  query: string,
  tamper: (files: Record<string, string>) => void = () => {},
): Promise<string> {
  packs += 1
  const place = join(folder, String(packs))
  await mkdir(place)
  const files = evidenceFiles(await evidenceOf(chosen, query), PAGE)
  tamper(files)
  for (const [name, text] of Object.entries(files)) await writeFile(join(place, name), text)
  const { stdout } = await run('python3', [join(place, 'recompute.py'), place]).catch((error) => error)
  return stdout.trim()
}

const NONE = (count: number) => `0 differences in the figures of ${count} vendors.`

it.skipIf(!hasPython)('the script finds no difference in any vendor of the archive', async () => {
  expect(slugs.length).toBeGreaterThan(8)
  for (const slug of slugs) expect([slug, await recompute([slug], '')]).toEqual([slug, NONE(1)])
})

it.skipIf(!hasPython).each(['', 'window=2025-06&asOf=2025-06-12T20:00:00Z'])(
  'nor in all of them together (%s)',
  async (query) => {
    expect(await recompute(slugs, query)).toBe(NONE(slugs.length))
  },
)

it.skipIf(!hasPython)('nor in all time, which holds what has no date', async () => {
  expect(await recompute(['courier', 'workos'], 'window=all')).toBe(NONE(2))
})

it.skipIf(!hasPython)('nor in what is open, undated, withdrawn, edited or without a duration', async () => {
  const update = (clock: string, status: 'investigating' | 'monitoring' | 'resolved', body = 'x') =>
    anUpdate(`u${clock}`, { postedAt: at(`2026-03-01T${clock}Z`), status, body })
  const incidents = [
    anIncident('open', { status: 'investigating', statedEndedAt: null, updates: [update('10:00', 'investigating')] }),
    anIncident('single', { statedEndedAt: null, statedStartedAt: null, updates: [update('10:10', 'resolved')] }),
    anIncident('gone', { updates: [update('09:00', 'monitoring'), update('12:00', 'resolved')], impact: 'major' }),
    anIncident('before', {
      statedStartedAt: at('2026-02-27T10:00Z'),
      statedEndedAt: at('2026-03-01T10:30Z'),
      updates: [],
    }),
    anIncident('seen', {
      statedEndedAt: null,
      updates: [update('10:00', 'investigating'), { ...update('12:00', 'investigating'), status: null }],
    }),
    anIncident('undated', {
      ...{ statedStartedAt: null, statedEndedAt: null, updates: [], declaredUpdateCount: 3 },
      ...{ startedAfter: at('2026-03-02T00:00Z'), startedBefore: at('2026-03-05T00:00Z') },
    }),
    anIncident('edited', {
      updates: [update('10:00', 'investigating', 'Down between 10:05 and 10:55 UTC.'), update('11:00', 'resolved')],
    }),
  ]
  const source = { vendor: 'acme', url: 'https://status.acme.example' }
  const whole = { completeness: 'whole' } as const
  await ingest(aDocument(incidents, whole), { ...source, readAt: '2026-03-06T00:00Z' })
  const later = incidents.filter(({ externalId }) => externalId !== 'gone')
  for (const readAt of ['2026-03-07T00:00Z', '2026-03-08T00:00Z'])
    await ingest(aDocument(later, whole), { ...source, readAt })
  for (const query of ['', 'window=2026-03', 'window=all', 'window=2026-03-01..2026-03-01&asOf=2026-03-01T10:20:00Z'])
    expect([query, await recompute(['acme', 'courier'], query)]).toEqual([query, NONE(2)])
})

it.skipIf(!hasPython)('a changed figure and a changed time are differences', async () => {
  const figures = await recompute(['courier'], '', (files) => {
    files['figures.json'] = (files['figures.json'] ?? '').replace(/"incidentCount": \d+/, '"incidentCount": 99')
  })
  expect(figures).toContain('/vendors/courier/history/incidentCount: figures.json says')
  const rate = await recompute(['courier'], 'asOf=2026-05-28T00:00:00Z', (files) => {
    files['figures.json'] = (files['figures.json'] ?? '').replace(/("high": \d)/, '$11')
  })
  expect(rate).toContain('/history/rates/incidents/high: figures.json says')
  const bound = await recompute(['courier'], 'asOf=2026-05-28T00:00:00Z', (files) => {
    files['figures.json'] = (files['figures.json'] ?? '').replace(/("percent": )\d/, '$11')
  })
  expect(bound).toContain('/history/atMost/all/percent: figures.json says')
  const times = await recompute(['courier'], '', (files) => {
    files['outages.json'] = (files['outages.json'] ?? '').replace(/("endedAt": "20\d\d-\d\d-\d\dT)\d\d/, '$123')
  })
  expect(times).toMatch(/downtimeSeconds: figures.json says/)
  expect(times).toMatch(/[1-9]\d* differences in the figures/)
})

it('a pack of more outages than it holds is refused with a way out', async () => {
  const { vendors } = await listChosenVendors(['courier'])
  const ask = (most: number) => getEvidence(vendors, parseHistoryFilter({}, NOW), NOW, most)
  const count = (await ask(5_000)).vendors[0]?.incidents.length ?? 0
  expect(count).toBeGreaterThan(10)
  expect((await ask(count)).vendors[0]?.incidents).toHaveLength(count)
  await expect(ask(count - 1)).rejects.toThrow(
    `These are ${count} outages; an evidence pack holds ${count - 1}. Choose a shorter window, such as 2025.`,
  )
})

it('a pack has the documents’ hashes and no texts, and is the same file each time', async () => {
  const evidence = await evidenceOf(['courier', 'workos'], 'window=2025')
  const files = unzipSync(evidencePack(evidence, PAGE))
  expect(Object.keys(files).sort()).toEqual(
    ['README.txt', 'coverage.json', 'documents.json', 'figures.json', 'outages.json', 'recompute.py'].sort(),
  )
  const text = (name: string) => strFromU8(files[name] ?? new Uint8Array())
  const documents = JSON.parse(text('documents.json')) as { vendor: string; sha256: string }[]
  expect(documents.map(({ vendor }) => vendor)).toEqual(['courier', 'workos'])
  expect(await db().document.count({ where: { sha256: documents[0]?.sha256 ?? '' } })).toBe(1)
  for (const { documentSha256 } of evidence.vendors.flatMap(({ incidents }) => incidents))
    expect(documents.map(({ sha256 }) => sha256)).toContain(documentSha256)
  expect(text('outages.json')).not.toContain('"body"')
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  expect(hash(evidencePack(evidence, PAGE))).toBe(hash(evidencePack(evidence, PAGE)))
  // A ZIP file has no clock before 1980.
  const early = evidencePack(await evidenceOf(['courier'], 'asOf=1979-01-01T00:00:00Z'), PAGE)
  expect(Object.keys(unzipSync(early)).sort()).toEqual(Object.keys(files).sort())
  expect(RECOMPUTE_SCRIPT.trimEnd().split('\n').length).toBeLessThanOrEqual(200)
})
