import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { addFromCatalogue, addVendorAndRead } from '#lib/admin/vendor/add-vendor.ts'
import { pool } from '#lib/database/client.ts'
import { closeQueue } from '#lib/runs/queue.ts'
import { aSource, clearDatabase, useTestDatabase } from '#tests/support/ingest.ts'

const app = join(import.meta.dirname, '../../../app')
const TOKEN = 'a-token-of-more-than-32-characters-for-tests'
const OWN = { authorization: `Bearer ${TOKEN}`, origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }
let drop: () => Promise<void>

beforeAll(async () => {
  drop = await useTestDatabase()
  Object.assign(process.env, { AUTH_SECRET: 'x'.repeat(32), ADMIN_TOKEN: TOKEN })
})
beforeEach(async () => {
  await clearDatabase()
  await aSource({ vendor: 'acme', url: 'https://status.acme.example/' })
  await aSource({ vendor: 'taken', url: 'https://status.taken.example/' })
})
afterAll(async () => {
  await closeQueue()
  await drop()
})

async function call(method: string, route: string, params: Record<string, string>, body: BodyInit): Promise<Response> {
  const handlers = await import(join(app, route, 'route.ts'))
  const request = new Request(`http://localhost:3000/${route}`, { method, headers: OWN, body })
  return await handlers[method](request, { params: Promise.resolve(params) })
}

/** All that an admin could have changed. */
async function stored(): Promise<unknown> {
  const { rows } = await pool().query(`
    select (select jsonb_agg(to_jsonb(v) order by v.id) from vendors v) as vendors,
           (select jsonb_agg(to_jsonb(a)) from vendor_aliases a) as aliases,
           (select jsonb_agg(to_jsonb(s) order by s.id) from sources s) as sources,
           (select jsonb_agg(to_jsonb(d)) from documents d) as documents,
           (select jsonb_agg(to_jsonb(r)) from runs r) as runs,
           (select jsonb_agg(to_jsonb(e)) from audit_entries e) as log`)
  return rows[0]
}

const PATCHES: [route: string, body: object, status: number][] = [
  ['vendors/[vendor]', { name: 'Acme Inc.', paused: true, slug: 'taken' }, 409],
  ['vendors/[vendor]', { name: 'Acme Inc.', category: 'Cloud', slug: 'new' }, 400],
  ['sources/[source]', { pollIntervalSeconds: 600, paused: true, primary: true }, 409],
  ['sources/[source]', { paused: true, pollIntervalSeconds: 7 }, 400],
]

it.each(PATCHES)('a change of %s to %j changes nothing when a part of it cannot be', async (route, body, status) => {
  // It has moved, so that it cannot be the primary source.
  await pool().query(
    "insert into moves (source_id, target_id, tolerance_seconds, not_duplicates, moved_by) values (1, 2, 0, '{}', 'ada')",
  )
  const before = await stored()
  const answer = await call('PATCH', `api/v1/${route}`, { vendor: 'acme', source: '1' }, JSON.stringify(body))
  expect(answer.status).toBe(status)
  expect(await stored()).toEqual(before)
})

it('a change of several things at once is one', async () => {
  const body = { name: 'Acme Inc.', paused: true, slug: 'acme-inc' }
  expect((await call('PATCH', 'api/v1/vendors/[vendor]', { vendor: 'acme' }, JSON.stringify(body))).status).toBe(200)
  const { rows } = await pool().query('select slug, name, paused_at is not null as paused from vendors where id = 1')
  expect(rows).toEqual([{ slug: 'acme-inc', name: 'Acme Inc.', paused: true }])
  const log = await pool().query('select action, subject from audit_entries order by id')
  expect(log.rows).toEqual([
    { action: 'vendor.edit', subject: 'acme' },
    { action: 'vendor.pause', subject: 'acme' },
    { action: 'vendor.rename', subject: 'acme' },
  ])
})

it('of several vendors of the catalogue each is added that can be, and the others are named', async () => {
  const form = new URLSearchParams([
    ...['gitlab', 'github', 'pagerduty', 'nobody'].map((slug) => ['slug', slug]),
    ['backfill', 'on'],
  ])
  const answer = await call('POST', 'admin/catalogue/add', {}, form)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/admin\?note=/)])
  const said = decodeURIComponent(answer.headers.get('set-cookie') ?? '')
  const flash = Buffer.from(/flash=([^;]*)/.exec(said)?.[1] ?? '', 'base64url').toString()
  expect(flash).toContain('GitLab and GitHub added.')
  expect(flash).toContain('PagerDuty cannot be read at https://status.pagerduty.com')
  expect(flash).toContain('The catalogue has no vendor \\"nobody\\".')
  const { rows } = await pool().query(
    'select v.slug, r.mode from runs r join vendors v on v.id = r.vendor_id order by v.slug, r.mode::text',
  )
  expect(rows).toEqual([
    { slug: 'github', mode: 'backfill' },
    { slug: 'github', mode: 'poll' },
    { slug: 'gitlab', mode: 'poll' },
  ])
})

it.each([[[]], [['nobody', 'pagerduty']]])('where none of %j can be added, the catalogue says why', async (slugs) => {
  const before = await stored()
  const form = new URLSearchParams([...slugs.map((slug) => ['slug', slug]), ['query', 'q=x&page=1']])
  const answer = await call('POST', 'admin/catalogue/add', {}, form)
  expect(answer.headers.get('location')).toMatch(/^\/admin\/catalogue\?q=x&page=1&note=/)
  expect(await stored()).toEqual(before)
})

it('an examination that fails leads back to where it was asked for', async () => {
  const detect = (form: Record<string, string>) =>
    call('POST', 'admin/vendors/new/detect', {}, new URLSearchParams(form))
  const fromCatalogue = await detect({ form: 'catalogue', catalogue: 'nobody', query: 'q=no&category=&page=1' })
  expect(fromCatalogue.headers.get('location')).toMatch(/^\/admin\/catalogue\?q=no&category=&page=1&note=/)
  const byAddress = await detect({ form: 'detect', url: '' })
  expect(byAddress.headers.get('location')).toMatch(/^\/admin\/vendors\/new\?note=/)
})

it('a detection that cannot be saved keeps the vendor of the catalogue in its address', async () => {
  const form = new URLSearchParams({ detection: 'd1', catalogue: 'docker', name: '' })
  const answer = await call('POST', 'admin/vendors/new/save', {}, form)
  expect(answer.headers.get('location')).toMatch(/^\/admin\/vendors\/new\?detection=d1&catalogue=docker&note=/)
})

it('a vendor whose first document is of no platform is not made', async () => {
  const before = await stored()
  const form = new URLSearchParams({ name: 'Gamma', platform: 'nothing', text: 'x' })
  expect((await call('POST', 'admin/vendors/new/documents', {}, form)).status).toBe(303)
  expect(await stored()).toEqual(before)
})

it('a vendor whose run cannot be queued is not made, nor a source of one that is there', async () => {
  await pool().query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no run'; end $$;
    create trigger refuse before insert on runs for each row execute function refuse()`)
  try {
    await aSource({ vendor: 'github', origin: 'sample' })
    const before = await stored()
    const vendor = { slug: 'gamma', name: 'Gamma', websiteUrl: null, category: null }
    const where = { platform: 'statuspage', url: 'https://status.gamma.example/' }
    const options = { backfill: true, actor: 'ada' }
    await expect(addVendorAndRead({ ...vendor, ...where }, options)).rejects.toThrow('no run')
    await expect(addFromCatalogue('github', options)).rejects.toThrow('no run')
    expect(await stored()).toEqual(before)
  } finally {
    await pool().query('drop function refuse cascade')
  }
})
