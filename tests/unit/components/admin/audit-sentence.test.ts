import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AUDIT_WORDS, actionName, auditNotes, auditPredicate } from '#components/admin/audit/audit-sentence.ts'

const root = join(import.meta.dirname, '../../../..')

const textOf = (entry: { action: string; subject: string; detail: unknown }) =>
  auditPredicate(entry)
    .map((piece) => (typeof piece === 'string' ? piece : `[${piece.text}](${piece.href})`))
    .join('')

describe('the audit log', () => {
  it('has words for every action that the code writes', () => {
    const paths = globSync('lib/{admin,auth,sources,worker}/**/*.ts', { cwd: root })
    const actions = paths.flatMap((path) =>
      [
        ...readFileSync(join(root, path), 'utf8').matchAll(
          /'((?:account|batch|catalogue|data|document|incident|ingest|quarantine|run|sample|setup|site|source|token|vendor)\.[a-zA-Z-]+)'/g,
        ),
      ].map(([, action = '']) => action),
    )
    expect(actions.length).toBeGreaterThan(30)
    expect([...new Set(actions)].filter((action) => !Object.hasOwn(AUDIT_WORDS, action))).toEqual([])
  })

  it('says what was done to what, with links', () => {
    expect(textOf({ action: 'vendor.create', subject: 'acme', detail: { slug: 'acme', name: 'Acme' } })).toBe(
      'added the vendor [acme](/admin/vendors/acme)',
    )
    expect(textOf({ action: 'ingest.replay', subject: 'all vendors', detail: { dryRun: true, batch: 'b1' } })).toBe(
      'requested [a dry run of a replay](/admin/batches/b1) of all vendors',
    )
    expect(textOf({ action: 'source.pause', subject: 'acme statuspage:status.acme.example', detail: null })).toBe(
      'paused the source statuspage:status.acme.example of [acme](/admin/vendors/acme)',
    )
    expect(textOf({ action: 'run.apply', subject: 'r1', detail: { run: 'r2' } })).toBe(
      'applied a [dry run](/admin/runs/r1) as a new [run](/admin/runs/r2)',
    )
  })

  it('says in plain words what is easily said wrong', () => {
    const key = 'acme statuspage:status.acme.example'
    const linked = 'statuspage:status.acme.example of [acme](/admin/vendors/acme)'
    expect(textOf({ action: 'source.primary', subject: key, detail: null })).toBe(`made ${linked} the primary source`)
    for (const [seconds, words] of [
      [60, '1 minute'],
      [90, '90 seconds'],
      [600, '10 minutes'],
    ] as const)
      expect(textOf({ action: 'source.interval', subject: key, detail: { seconds } })).toBe(
        `set the poll interval of ${linked} to ${words}`,
      )
    expect(textOf({ action: 'document.refuse', subject: 'acme', detail: { run: 'r1' } })).toBe(
      'uploaded to [acme](/admin/vendors/acme) a [document](/admin/runs/r1) that was refused',
    )
    expect(textOf({ action: 'account.sign-in', subject: 'ada', detail: { by: 'issuer' } })).toBe(
      'signed in through the issuer',
    )
    expect(
      textOf({ action: 'account.sign-in-failed', subject: 'addresses without an account', detail: { tries: 3 } }),
    ).toBe('failed to sign in: addresses without an account')
  })

  it('notes the rest in words, never as JSON', () => {
    const detail = {
      slug: 'acme',
      name: 'Acme',
      websiteUrl: null,
      sources: [{ platform: 'statuspage', url: 'https://status.acme.example' }],
    }
    expect(auditNotes({ action: 'vendor.create', detail })).toEqual([
      'name: Acme',
      'sources: platform statuspage, url https://status.acme.example',
    ])
    expect(auditNotes({ action: 'vendor.create', detail: 'odd' })).toEqual([])
  })

  it('tells of an action that it does not know by its own name', () => {
    expect(textOf({ action: 'constructor', subject: 'x', detail: {} })).toBe('constructor: x')
    expect(actionName('toString')).toBe('toString')
  })
})
