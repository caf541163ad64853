import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAuditQuery, toFilter } from '#app/admin/audit/audit-query.ts'
import { GET as getCsv } from '#app/admin/audit/entries.csv/route.ts'
import { createApiToken } from '#lib/admin/account/api-tokens.ts'
import { writeAudit } from '#lib/admin/audit.ts'
import { pool } from '#lib/database/client.ts'
import { inTransaction } from '#lib/database/transaction.ts'
import { listAuditEntries, listAuditFacets } from '#lib/queries/admin/audit.ts'
import { useTestDatabase } from '../../support/ingest.ts'

let remove: () => Promise<void>

const ENTRIES = [
  ['2026-03-01T00:00:00Z', 'ada', 'vendor.create', 'acme', { name: 'Acme' }],
  ['2026-03-01T23:59:59.999Z', 'cli', 'vendor.create', 'globex', null],
  ['2026-03-02T00:00:00Z', 'ada', 'vendor.delete', 'Acme', null],
  ['2026-03-03T12:00:00Z', '=cmd', 'source.add', 'a "quoted", subject', { url: 'x' }],
] as const

beforeAll(async () => {
  remove = await useTestDatabase()
  for (const [at, actor, action, subject, detail] of ENTRIES) {
    await inTransaction((tx) => writeAudit(tx, { actor, action, subject, detail }))
    await pool().query('update audit_entries set at = $1 where id = (select max(id) from audit_entries)', [at])
  }
})

afterAll(async () => remove())

const list = async (query: Record<string, string>, limit = 100) =>
  (await listAuditEntries(toFilter(readAuditQuery(query)), limit)).map(({ action, subject }) => `${action} ${subject}`)

describe('the audit log', () => {
  it.each<[Record<string, string>, string[]]>([
    [{ actor: 'ada' }, ['vendor.delete Acme', 'vendor.create acme']],
    [{ action: 'vendor.create' }, ['vendor.create globex', 'vendor.create acme']],
    [{ subject: 'ACME' }, ['vendor.delete Acme', 'vendor.create acme']],
    [{ from: '2026-03-01', to: '2026-03-01' }, ['vendor.create globex', 'vendor.create acme']],
    [{ from: '2026-03-02', to: '2026-03-02', actor: 'ada' }, ['vendor.delete Acme']],
    [{ actor: 'ada', action: 'source.add' }, []],
    [{ subject: '%' }, []],
    [{ subject: 'acm_' }, []],
    [{ subject: '"QUOTED"' }, ['source.add a "quoted", subject']],
    [{ subject: "' or 1=1 --" }, []],
  ])('shows what %j asks for', async (query, expected) => {
    expect(await list(query)).toEqual(expected)
  })

  it.each<Record<string, string>>([{ from: 'yesterday' }, { to: '2026-02-30' }, { before: 'x' }, { actor: '' }])(
    'takes %j, which cannot be understood, for nothing',
    async (query) => {
      expect(await list(query)).toHaveLength(ENTRIES.length)
    },
  )

  it('is read on from any entry while others come, none twice and none missed', async () => {
    const seen: string[] = []
    for (let before: string | undefined; ; ) {
      const page = await listAuditEntries(toFilter(readAuditQuery(before === undefined ? {} : { before })), 1)
      const [first, next] = page
      if (first === undefined) break
      seen.push(first.id)
      before = first.id
      await inTransaction((tx) => writeAudit(tx, { actor: 'later', action: 'x', subject: 'y' }))
      if (next === undefined) break
    }
    expect(seen).toEqual(['4', '3', '2', '1'])
    await pool().query("delete from audit_entries where actor = 'later'")
  })

  it('knows everybody and everything in it', async () => {
    expect(await listAuditFacets()).toEqual({
      actors: ['=cmd', 'ada', 'cli'],
      actions: ['source.add', 'vendor.create', 'vendor.delete'],
    })
  })

  it('is a file for who may read it, in which nothing is a formula', async () => {
    const ask = (headers: Record<string, string>) =>
      getCsv(new Request('http://localhost:3000/admin/audit/entries.csv?from=2026-03-02', { headers }), {})
    expect((await ask({})).status).toBe(401)
    const token = await createApiToken({ name: 'x', scope: 'read', days: 1 }, { actor: 'cli', userId: null })
    const answer = await ask({ authorization: `Bearer ${token}` })
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    const lines = (await answer.text()).replace('\uFEFF', '').trimEnd().split('\r\n')
    expect(lines[0]).toBe('"id","at","actor","action","subject","detail"')
    expect(lines).toContain(
      `"4","2026-03-03T12:00:00.000Z","'=cmd","source.add","a ""quoted"", subject","{""url"":""x""}"`,
    )
    expect(lines.some((line) => line.includes('vendor.create'))).toBe(false)
  })
})
