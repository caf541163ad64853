import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cancelRun, repeatRun, requestIngest } from '#lib/admin/run/runs.ts'
import { addSource, makePrimary, pauseSource, setPollInterval } from '#lib/admin/source/sources.ts'
import { addFromCatalogue } from '#lib/admin/vendor/add-vendor.ts'
import { deleteVendor, editVendor, pauseVendor, renameVendor } from '#lib/admin/vendor/change-vendor.ts'
import { createVendor } from '#lib/admin/vendor/vendors.ts'
import { pool } from '#lib/database/client.ts'
import { listAuditEntries } from '#lib/queries/admin/audit.ts'
import { getAdminVendor } from '#lib/queries/admin/vendors.ts'
import { getRun, listRuns } from '#lib/queries/runs.ts'
import { findVendorAlias } from '#lib/queries/vendors.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { queueDueSources } from '#lib/worker/scheduler.ts'
import { aSource, clearDatabase, useTestDatabase } from '../../support/ingest.ts'

const ACTOR = 'ada@example.com'
const STATUSPAGE = { platform: 'statuspage', url: 'https://status.acme.example' }
let remove: () => Promise<void>

beforeAll(async () => {
  remove = await useTestDatabase()
})

beforeEach(async () => {
  await clearDatabase()
  await addVendor('acme')
})

afterAll(async () => {
  await closeQueue()
  await remove()
})

const addVendor = (slug: string) =>
  createVendor({ slug, name: slug.toUpperCase(), websiteUrl: null, category: null, sources: [STATUSPAGE] }, ACTOR)

const vendor = async (slug = 'acme') => {
  const found = await getAdminVendor(slug, new Date())
  if (found === null) throw new Error(`no vendor ${slug}`)
  return found
}

const sourceOf = async (slug = 'acme', index = 0) => (await vendor(slug)).sources[index]?.id ?? 0
const actions = async () => (await listAuditEntries({}, 50)).map(({ actor, action }) => `${actor} ${action}`)
const poll = (over = {}) =>
  requestIngest({ vendorSlug: 'acme', mode: 'poll', dryRun: false, trigger: 'admin', actor: ACTOR, ...over })

describe('a vendor', () => {
  it('is edited, and the log says by whom', async () => {
    await editVendor('acme', { name: 'Acme Inc.', websiteUrl: 'https://acme.example', category: 'Cloud' }, ACTOR)
    expect(await vendor()).toMatchObject({ name: 'Acme Inc.', websiteUrl: 'https://acme.example', category: 'Cloud' })
    expect(await actions()).toEqual([`${ACTOR} vendor.edit`, `${ACTOR} vendor.create`])
  })

  it('has its track record computed again in another category, and not for another name', async () => {
    const isDue = async (name: string, category: string | null) => {
      await pool().query('update vendor_forecasts set due_at = null')
      await editVendor('acme', { name, websiteUrl: null, category }, ACTOR)
      const { rows } = await pool().query('select due_at is not null as due from vendor_forecasts')
      return rows
    }
    expect(await isDue('Acme', null)).toEqual([])
    expect(await isDue('Acme', 'Cloud')).toEqual([{ due: true }])
    expect(await isDue('Acme Inc.', 'Cloud')).toEqual([{ due: false }])
    expect(await isDue('Acme Inc.', null)).toEqual([{ due: true }])
  })

  it.each([
    [{ name: ' ' }, 'name'],
    [{ websiteUrl: 'javascript:alert(1)' }, 'websiteUrl'],
    [{ websiteUrl: 'acme.example' }, 'websiteUrl'],
  ])('is not edited to %j, and the error names the field', async (over, field) => {
    const edit = { name: 'Acme', websiteUrl: null, category: null, ...over }
    await expect(editVendor('acme', edit, ACTOR)).rejects.toMatchObject({ code: 'invalid_input', field })
    expect((await vendor()).name).toBe('ACME')
  })

  it('is renamed, keeps its key, and its old slugs lead to it', async () => {
    await renameVendor('acme', 'acme-cloud', ACTOR)
    await renameVendor('acme-cloud', 'acme-corp', ACTOR)
    expect(await vendor('acme-corp')).toMatchObject({ key: 'acme', formerSlugs: ['acme', 'acme-cloud'] })
    expect(await findVendorAlias('acme')).toBe('acme-corp')
  })

  it('is renamed back, and only the slug between leads to it then', async () => {
    await renameVendor('acme', 'acme-cloud', ACTOR)
    await renameVendor('acme-cloud', 'acme', ACTOR)
    expect(await vendor()).toMatchObject({ formerSlugs: ['acme-cloud'] })
  })

  it('does not take a slug that another vendor has or had, nor one that cannot be one', async () => {
    await addVendor('other')
    await renameVendor('other', 'another', ACTOR)
    for (const taken of ['another', 'other']) {
      await expect(renameVendor('acme', taken, ACTOR)).rejects.toMatchObject({ code: 'conflict' })
    }
    for (const bad of ['', 'Acme', 'a/b', 'new', 'a--b', 'acme']) {
      await expect(renameVendor('acme', bad, ACTOR)).rejects.toMatchObject({ code: 'invalid_input', field: 'slug' })
    }
  })

  it('is not polled while it is paused, and at once afterwards', async () => {
    await pool().query("update sources set next_due_at = now() - interval '1 second'")
    await pauseVendor('acme', true, ACTOR)
    expect((await vendor()).sources[0]?.health).toBe('stopped')
    expect(await queueDueSources()).toBe(0)
    await pauseVendor('acme', false, ACTOR)
    expect(await queueDueSources()).toBe(1)
  })

  it('is deleted only by its slug, with all that belongs to it', async () => {
    await poll()
    await expect(deleteVendor('acme', 'ACME', ACTOR)).rejects.toMatchObject({ field: 'confirmation' })
    await deleteVendor('acme', 'acme', ACTOR)
    expect(await getAdminVendor('acme', new Date())).toBeNull()
    const { rows } = await pool().query('select (select count(*) from sources) + (select count(*) from runs) as left')
    expect(rows).toEqual([{ left: '0' }])
    expect((await actions())[0]).toBe(`${ACTOR} vendor.delete`)
  })
})

describe('a vendor of the catalogue', () => {
  const options = { backfill: true, actor: ACTOR }

  it('is added with its source, and is to be polled and then back-filled', async () => {
    const { run, name } = await addFromCatalogue('github', options)
    expect(name).toBe('GitHub')
    expect(await getRun(run)).toMatchObject({ vendor: 'github', mode: 'poll', state: 'queued' })
    expect((await listRuns({ vendor: 'github' }, 5)).map(({ mode }) => mode).sort()).toEqual(['backfill', 'poll'])
  })

  it('gets its source where only a sample of it is there, and is added once', async () => {
    await aSource({ vendor: 'github', origin: 'sample' })
    await addFromCatalogue('github', options)
    expect((await vendor('github')).sources.map(({ key, isPrimary }) => [key, isPrimary])).toEqual([
      ['statuspage:www.githubstatus.com', true],
      ['sample', false],
    ])
    await expect(addFromCatalogue('github', options)).rejects.toMatchObject({ code: 'conflict' })
    await expect(addFromCatalogue('nobody', options)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is refused with the reason where it cannot be read', async () => {
    await expect(addFromCatalogue('pagerduty', options)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/^PagerDuty cannot be read at https:.*a page of its own/),
    })
    expect(await listRuns({ vendor: 'pagerduty' }, 5)).toEqual([])
  })
})

describe('a source', () => {
  it('is added beside the primary one and may take its place', async () => {
    await addSource('acme', { platform: 'feed', url: 'https://acme.example/feed' }, ACTOR)
    expect((await vendor()).sources.map(({ key, isPrimary }) => [key, isPrimary])).toEqual([
      ['statuspage:status.acme.example', true],
      ['feed:acme.example', false],
    ])
    await makePrimary(await sourceOf('acme', 1), ACTOR)
    expect((await vendor()).sources.map(({ key, isPrimary }) => [key, isPrimary])).toEqual([
      ['feed:acme.example', true],
      ['statuspage:status.acme.example', false],
    ])
  })

  it('is not added twice, nor without an address that can be read', async () => {
    await expect(addSource('acme', STATUSPAGE, ACTOR)).rejects.toMatchObject({ code: 'conflict' })
    await expect(addSource('acme', { ...STATUSPAGE, url: 'ftp://x' }, ACTOR)).rejects.toMatchObject({ field: 'url' })
    for (const platform of ['nothing', 'archive']) {
      await expect(addSource('acme', { ...STATUSPAGE, platform }, ACTOR)).rejects.toMatchObject({ field: 'platform' })
    }
  })

  it('is paused, resumed and polled as often as one likes within reason', async () => {
    const id = await sourceOf()
    await pauseSource(id, true, ACTOR)
    expect((await vendor()).sources[0]).toMatchObject({ health: 'stopped', nextDueAt: null })
    await pauseSource(id, false, ACTOR)
    expect((await vendor()).sources[0]?.nextDueAt).not.toBeNull()
    await setPollInterval(id, 600, ACTOR)
    expect((await vendor()).sources[0]?.pollIntervalSeconds).toBe(600)
    for (const seconds of [0, 59, 86_401, Number.NaN]) {
      await expect(setPollInterval(id, seconds, ACTOR)).rejects.toMatchObject({ field: 'minutes' })
    }
  })
})

describe('an ingest', () => {
  it('that ten people want at once is one run', async () => {
    const runs = await Promise.all(Array.from({ length: 10 }, () => poll()))
    expect(new Set(runs.flat()).size).toBe(1)
  })

  it('is of one source, of a vendor or of all that are not paused', async () => {
    await addSource('acme', { platform: 'feed', url: 'https://acme.example/feed' }, ACTOR)
    await addVendor('other')
    await addVendor('idle')
    await pauseVendor('idle', true, ACTOR)
    expect(await poll({ sourceId: await sourceOf('acme', 1) })).toHaveLength(1)
    expect(await poll()).toHaveLength(2)
    expect(await poll({ vendorSlug: null })).toHaveLength(3)
    await expect(poll({ sourceId: await sourceOf('other') })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is cancelled while it waits, and no worker takes it up', async () => {
    const [id = ''] = await poll()
    await cancelRun(id, ACTOR)
    expect(await getRun(id)).toMatchObject({
      state: 'failed',
      error: { code: 'cancelled', message: `Cancelled by ${ACTOR}.` },
    })
    expect(await executeRun(id, {})).toBe('gone')
    await expect(cancelRun(id, ACTOR)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is cancelled while it works: what it would write last is not written', async () => {
    const [id = ''] = await poll()
    const execution = await executeRun(id, {
      async poll(_run, _source, finish) {
        await cancelRun(id, ACTOR)
        const client = await pool().connect()
        try {
          await finish(client, { ...outcome, created: 5 })
        } finally {
          client.release()
        }
        return outcome
      },
    })
    expect(execution).toBe('gone')
    expect(await getRun(id)).toMatchObject({ error: { code: 'cancelled' }, created: 0 })
  })

  it('is repeated as it was, and a dry run also for real', async () => {
    const [id = ''] = await poll({ dryRun: true })
    await cancelRun(id, ACTOR)
    const again = await repeatRun(id, { apply: false, actor: ACTOR })
    expect(await getRun(again)).toMatchObject({ mode: 'poll', dryRun: true, trigger: 'admin' })
    const applied = await repeatRun(id, { apply: true, actor: ACTOR })
    expect(await getRun(applied)).toMatchObject({ mode: 'poll', dryRun: false })
  })
})

const outcome = {
  end: 'succeeded' as const,
  error: null,
  documentsRead: 1,
  created: 0,
  updated: 0,
  unchanged: 0,
  withdrawn: 0,
  changes: [],
  warnings: [],
  quarantined: [],
}
