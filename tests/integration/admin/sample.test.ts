import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST } from '#app/api/v1/sample/read/route.ts'
import { DELETE } from '#app/api/v1/sample/route.ts'
import { writeSource } from '#lib/admin/source/sources.ts'
import { addSamplePages, removeSample, trySampleRemoval } from '#lib/admin/vendor/sample.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { getQueueProgress } from '#lib/queries/admin/queue-progress.ts'
import { getSample, getSetup } from '#lib/queries/admin/setup.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { loadSample } from '#lib/worker/load-sample.ts'
import { cli } from '#tests/support/cli.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { ingest } from '#tests/support/ingest.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase({ emptied: true, checked: true })
afterAll(closeQueue)

/** A vendor of the catalogue with a bundled sample of two incidents. */
async function aSample(vendor: string) {
  await ingest(aDocument([anIncident('a'), anIncident('b')]), { vendor, readAt: '2026-03-02T00:00Z' })
  await pool().query(
    "update sources set origin = 'sample', key = 'sample' where vendor_id = (select id from vendors where slug = $1)",
    [vendor],
  )
}

const slugs = async () =>
  (await pool().query<{ slug: string }>('select slug from vendors order by slug')).rows.map(({ slug }) => slug)
const liveSources = async () =>
  (
    await pool().query<{ slug: string; url: string }>(
      "select v.slug, s.url from sources s join vendors v on v.id = s.vendor_id where s.origin = 'live' order by 1",
    )
  ).rows.map(({ slug }) => slug)

const TOKEN = 'a-token-of-more-than-32-characters-for-tests'
const asked = (rest: string, method: string) =>
  new Request(`http://localhost:3000/api/v1/sample${rest}`, { method, headers: { authorization: `Bearer ${TOKEN}` } })
beforeAll(() => {
  process.env.ADMIN_TOKEN = TOKEN
})

const options = { backfill: false, actor: 'ada' }

describe('reading the real pages of the sample', () => {
  it('adds a source to every vendor that has only the sample, and says which could not be added', async () => {
    await aSample('courier')
    await aSample('github')
    await aSample('not-in-the-catalogue')
    expect(await addSamplePages(options)).toEqual({
      added: [
        { slug: 'courier', name: 'Courier' },
        { slug: 'github', name: 'GitHub' },
      ],
      refused: ['The catalogue has no vendor "not-in-the-catalogue".'],
    })
    expect(await liveSources()).toEqual(['courier', 'github'])
    expect((await getSample()).onlyVendors).toEqual(['not-in-the-catalogue'])
    expect(await getSetup(new Date())).toMatchObject({ liveSources: 2, read: 0, failing: 0, isDismissed: false })
    const queue = await getQueueProgress(null)
    expect(queue).toMatchObject({ finishedAt: null, more: 0 })
    expect(queue.runs.map(({ vendorName, mode, state }) => [vendorName, mode, state]).sort()).toEqual([
      ['courier', 'poll', 'queued'],
      ['github', 'poll', 'queued'],
    ])
    expect((await getQueueProgress('github')).runs).toHaveLength(1)
  })

  it('is done by the API, and on the command line, which says that nobody reads as yet', async () => {
    await aSample('courier')
    const answer = await POST(asked('/read', 'POST'), {})
    expect([answer.status, await answer.json()]).toEqual([
      202,
      { added: [{ slug: 'courier', name: 'Courier' }], refused: [] },
    ])
    await aSample('github')
    const { code, out } = await cli('sample', 'read')
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('Added the status page of GitHub.\nReading starts as soon as a worker runs.'),
    ])
    expect(await liveSources()).toEqual(['courier', 'github'])
  })

  it('is refused where nothing is left to add', async () => {
    await ingest(aDocument([anIncident('a')]), { vendor: 'acme', readAt: '2026-03-02T00:00Z' })
    await expect(addSamplePages(options)).rejects.toThrow('No vendor here has only the sample.')
  })
})

describe('removing the sample', () => {
  it('deletes the vendors that have nothing else, and of others the sample alone; it is not loaded again', async () => {
    await aSample('courier')
    await aSample('github')
    await ingest(aDocument([anIncident('c')]), { vendor: 'github', readAt: '2026-03-03T00:00Z' })
    await ingest(aDocument([anIncident('d')]), { vendor: 'acme', readAt: '2026-03-03T00:00Z' })
    // The two of GitHub lead to the same incident in its other source from then on.
    const expected = { vendors: 1, sources: 2, incidents: 4, permalinks: 2 }
    expect(await trySampleRemoval(new Date())).toMatchObject(expected)
    expect(await slugs()).toEqual(['acme', 'courier', 'github'])
    await expect(removeSample('Sample', 'ada')).rejects.toThrow('Type "sample" exactly.')
    expect(await removeSample('sample', 'ada')).toMatchObject(expected)
    expect(await slugs()).toEqual(['acme', 'github'])
    const { rows } = await pool().query<{ id: string }>('select external_id as id from incidents order by 1')
    expect(rows.map(({ id }) => id)).toEqual(['c', 'd'])
    expect(await getSample()).toEqual({ sources: 0, onlyVendors: [] })
    await expect(removeSample('sample', 'ada')).rejects.toThrow('There is no sample here.')
    await pool().query('delete from vendors')
    expect(await loadSample()).toBe(false)
  })

  it('keeps a vendor to which somebody adds a source meanwhile', async () => {
    await aSample('courier')
    const { promise: isAdded, resolve: added } = Promise.withResolvers<void>()
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
    const adding = inTransaction(async (tx) => {
      await writeSource(tx, 'courier', { platform: 'statuspage', url: 'https://status.courier.com' }, 'ada')
      added()
      await mayEnd
    })
    await isAdded
    const removing = removeSample('sample', 'ada')
    const waiting =
      "select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())"
    await expect.poll(async () => (await pool().query(waiting)).rowCount).toBe(1)
    end()
    await adding
    expect(await removing).toMatchObject({ vendors: 0, sources: 1 })
    expect(await liveSources()).toEqual(['courier'])
  })

  it('is done by the API, after a dry run that names what goes', async () => {
    await aSample('courier')
    const remove = (query: string) => DELETE(asked(query, 'DELETE'), {})
    const expected = { vendors: 1, sources: 1, incidents: 2, permalinks: 2 }
    expect(await (await remove('?dryRun=true')).json()).toMatchObject(expected)
    expect((await remove('')).status).toBe(400)
    expect(await slugs()).toEqual(['courier'])
    expect(await (await remove('?confirm=sample')).json()).toMatchObject(expected)
    expect(await slugs()).toEqual([])
  })

  it('is done on the command line in the same words', async () => {
    await aSample('courier')
    expect((await cli('sample', 'remove', '--dry-run')).out).toContain('1 vendor, 1 source, 2 incidents')
    expect(await cli('sample', 'remove')).toMatchObject({ code: 1, err: expect.stringContaining('Type "sample"') })
    expect(await cli('sample', 'remove', '--confirm', 'sample')).toMatchObject({ code: 0 })
    expect(await slugs()).toEqual([])
  })
})
