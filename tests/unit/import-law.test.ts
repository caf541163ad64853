import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const project = join(import.meta.dirname, '..', '..')

const imports = (path: string) => `import { thing } from '${path}'\n\nthing()\n`
const importsType = (path: string) => `import type { Thing } from '${path}'\n\nexport type Other = Thing\n`

/** The folders of lib that write, each above those before it. */
const WRITE_SIDE = ['sources', 'fetch', 'documents', 'incidents', 'runs', 'detection', 'ingest', 'worker']

/** Folder, what a file in it says, and a word of the message it gets. */
const FORBIDDEN: [folder: string, code: string, message: string][] = [
  ['lib/domain', imports('#lib/database/client.ts'), 'pure'],
  ['lib/domain', imports('#lib/adapters/adapter.ts'), 'pure'],
  ['lib/domain', imports('../log.ts'), 'pure'],
  ['lib/domain', imports('node:fs'), 'pure'],
  ['lib/domain', imports('react'), 'pure'],
  ['lib/domain', 'export const driver = await import("pg")\n', 'pure'],
  ['lib/domain', "export { Pool } from 'pg'\n", 'pure'],
  ['lib/domain', importsType('#lib/queries/schemas.ts'), 'pure'],
  ['lib/domain', 'export const today = new Date()\n', 'clock'],
  ['lib/domain', 'export const now = Date.now()\n', 'clock'],
  ['lib/adapters', imports('./statuspage.ts'), 'never another adapter'],
  ['lib/adapters', imports('#lib/adapters/statuspage.ts'), 'never another adapter'],
  ['lib/adapters', imports('#lib/database/client.ts'), 'pure function of a document'],
  ['lib/adapters', imports('#lib/env.ts'), 'pure function of a document'],
  ['lib/adapters', imports('#lib/fetch/fetch-document.ts'), 'pure function of a document'],
  ['lib/adapters', imports('undici'), 'no I/O'],
  ['lib/adapters', imports('node:fs/promises'), 'no I/O'],
  ['lib/adapters', imports('next/server'), 'no I/O'],
  ['lib/adapters', 'export const page = await fetch("https://status.example.com")\n', 'global variable fetch'],
  ['lib/adapters', 'export const readAt = new Date()\n', 'clock'],
  ['lib/adapters/wire', imports('#lib/adapters/statuspage.ts'), 'never an adapter'],
  ['lib/adapters/wire', imports('../statuspage.ts'), 'never an adapter'],
  ['lib/adapters/wire', imports('pg'), 'no I/O'],
  ['lib/url', imports('#lib/text/headline.ts'), 'lib/url is pure'],
  ['lib/text', imports('#lib/queries/schemas.ts'), 'lib/text is pure'],
  ['lib/text', 'export const now = Date.now()\n', 'clock'],
  ['lib', imports('#lib/database/client.ts'), 'the rest of lib stands on'],
  ['lib/database', imports('#lib/sources/source.ts'), "no table of the product's"],
  ['lib/database', imports('#lib/queries/vendors.ts'), "no table of the product's"],
  ['lib/database', imports('next/headers'), 'no Next'],
  ...WRITE_SIDE.flatMap((room, level): [string, string, string][] => [
    ...WRITE_SIDE.slice(level + 1).map((above): [string, string, string] => [
      `lib/${room}`,
      imports(`#lib/${above}/thing.ts`),
      'the write side go down',
    ]),
    [`lib/${room}`, imports('#lib/queries/vendors.ts'), 'the write side go down'],
    [`lib/${room}`, imports('#lib/web/page-cache.ts'), 'the write side go down'],
    [`lib/${room}`, imports('#lib/admin/audit.ts'), 'the write side go down'],
    [`lib/${room}`, imports('../queries/vendors.ts'), 'the write side go down'],
    [`lib/${room}`, imports('#components/chart.tsx'), 'the write side go down'],
    [`lib/${room}`, imports('next/headers'), 'no Next'],
    [`lib/${room}`, 'export const page = await globalThis.fetch("https://status.example.com")\n', 'guarded fetch'],
    ['app', imports(`#lib/${room}/thing.ts`), "the work is the worker's"],
  ]),
  ...['fetch', 'detection', 'ingest', 'worker', 'adapters', 'queries'].map((room): [string, string, string] => [
    'lib/admin',
    imports(`#lib/${room}/thing.ts`),
    'lib/admin writes',
  ]),
  ...['sources', 'documents', 'incidents', 'ingest', 'worker', 'runs', 'admin', 'queries', 'web'].flatMap(
    (room): [string, string, string][] => [
      ['lib/alerts/rules', imports(`#lib/${room}/thing.ts`), 'tells people what is new'],
      ['lib/alerts/events', imports(`#lib/${room}/thing.ts`), 'knows nobody who is told'],
    ],
  ),
  ...['rules', 'targets', 'deliveries', 'push'].flatMap((room): [string, string, string][] => [
    ['lib/alerts/events', imports(`#lib/alerts/${room}/thing.ts`), 'knows nobody who is told'],
    ['lib/incidents', imports(`#lib/alerts/${room}/thing.ts`), 'the write side go down'],
    ['lib/runs', imports(`#lib/alerts/${room}/thing.ts`), 'the write side go down'],
    ['lib/ingest', imports(`#lib/alerts/${room}/thing.ts`), 'the write side go down'],
    ['lib/worker', imports(`#lib/alerts/${room}/thing.ts`), 'the write side go down'],
  ]),
  ...['documents', 'ingest', 'sources', 'worker'].map((room): [string, string, string] => [
    `lib/${room}`,
    imports('#lib/alerts/events/event.ts'),
    'the write side go down',
  ]),
  ['lib/alerts/rules', imports('#lib/auth/auth.ts'), 'tells people what is new'],
  ['lib/alerts/rules', imports('next/headers'), 'no Next'],
  ['lib/queries', imports('#lib/alerts/rules/rule.ts'), 'lib/queries reads'],
  ['lib/queries', imports('#lib/runs/queue.ts'), 'lib/queries reads'],
  ['lib/queries', imports('#lib/adapters/registry.ts'), 'lib/queries reads'],
  ['lib/queries', imports('#lib/auth/auth.ts'), 'lib/queries reads'],
  ['lib/queries', imports('next/cache'), 'no Next'],
  ['lib/queries', 'export const rows = (db: Sql) => db.$queryRawUnsafe<Row[]>("select 1")\n', 'binds its values'],
  ['lib/queries', 'export const rows = (db: Sql) => db.$queryRaw<Row[]>`select 1`\n', 'Rows are read with queryRows'],
  ['lib/auth', imports('#lib/queries/admin/people.ts'), 'lib/auth decides'],
  ['lib/auth', imports('#lib/admin/accounts.ts'), 'lib/auth decides'],
  ['lib/formats', imports('#lib/queries/vendors.ts'), 'puts what was read into files'],
  ['lib/formats', imports('#lib/queries/schemas.ts'), 'import type'],
  ['lib/formats', imports('#lib/env.ts'), 'puts what was read into files'],
  ['lib/formats', imports('next/server'), 'pure function'],
  ['lib/admin', imports('#components/form.tsx'), 'lib/admin writes'],
  ['lib/admin', imports('next/headers'), 'no Next'],
  ['lib/web', imports('#lib/queries/vendors.ts'), 'no page and no query'],
  ['lib/web', imports('#lib/runs/queue.ts'), 'no page and no query'],
  ['lib/web', imports('#components/chart.tsx'), 'no page and no query'],
  ['components', imports('#lib/queries/vendors.ts'), 'draw what they are given'],
  ['components', imports('#lib/queries/schemas.ts'), 'import type'],
  ['components', imports('#lib/database/client.ts'), 'draw what they are given'],
  ['components', imports('#lib/env.ts'), 'draw what they are given'],
  ['components', imports('next/image'), '<img>'],
  ['components', imports('node:crypto'), 'browser'],
  [
    'components',
    'export const Body = ({ html }: Props) => <p dangerouslySetInnerHTML={{ __html: html }} />\n',
    'dangerous',
  ],
  ['components/ui', imports('#lib/domain/incident.ts'), 'no word of the domain'],
  ['components/ui', imports('#components/incident-card.tsx'), 'no word of the domain'],
  ['app', imports('#lib/database/client.ts'), 'A route reads params'],
  ['app', imports('#prisma/client/client.ts'), 'A route reads params'],
  ['app', imports('#lib/adapters/registry.ts'), 'A route reads params'],
  ['app', imports('pg'), 'A route reads params'],
  ['app', imports('#lib/alerts/rules/rule.ts'), "Rules and targets are the admins'"],
  ['app', imports('next/og'), '<img>'],
  ['app', "'use server'\n\nexport const save = async () => {}\n", 'server actions'],
  ['app', "export async function save() {\n  'use server'\n}\n", 'server actions'],
  ['app', "export async function load() {\n  'use cache'\n}\n", 'caches'],
  ['app', imports('#lib/database/connection.ts'), 'A route reads params'],
  ['lib/ingest', 'export const client = await pool().connect()\n', 'listen for their errors'],
  ['lib/web', 'export const client = new pg.Client({ host })\n', 'listen for their errors'],
  ['bin', 'export const pool = new Pool({ max: 1 })\n', 'listen for their errors'],
  ['lib/domain', 'export const first = Math.min(...times)\n', 'never spread'],
  ['lib/ingest', 'rows.push(1, ...more)\n', 'never spread'],
  ['lib/adapters', 'export const text = String.fromCharCode.apply(null, bytes)\n', 'never spread'],
  ['components', 'export const known = new Known(...rows)\n', 'never spread'],
  ['bin', 'export const rows = (db: Sql) => db.$executeRawUnsafe("select 1")\n', 'binds its values'],
  ['lib/ingest', "export const { rows } = await tx.query('select 1')\n", 'says what its rows are'],
  ['bin', 'export const text = await client?.query(text)\n', 'says what its rows are'],
  ['lib/queries', 'export const rows = await queryRows(Prisma.sql`select 1`)\n', 'says what its rows are'],
]

const ALLOWED: [folder: string, code: string][] = [
  ['lib/domain', imports('zod')],
  ['lib/domain', imports('./span.ts')],
  ['lib/domain', 'export const epoch = new Date(0)\n'],
  ['lib/adapters', imports('./adapter.ts')],
  ['lib/adapters', imports('./wire/rss.ts')],
  ['lib/adapters', imports('#lib/domain/errors.ts')],
  ['lib/adapters', imports('fast-xml-parser')],
  ['lib/adapters/wire', imports('#lib/adapters/adapter.ts')],
  ['lib/url', imports('#lib/domain/errors.ts')],
  ['lib/text', imports('#lib/domain/format.ts')],
  ['lib', imports('./env.ts')],
  ['lib/database', imports('#lib/env.ts')],
  ...WRITE_SIDE.flatMap((room, level): [string, string][] =>
    ['adapters', 'database', 'domain', ...WRITE_SIDE.slice(0, level)].map((below) => [
      `lib/${room}`,
      imports(`#lib/${below}/thing.ts`),
    ]),
  ),
  ['lib/fetch', imports('undici')],
  ...['fetch', 'formats', 'database', 'domain', 'alerts/events'].map((room): [string, string] => [
    'lib/alerts/rules',
    imports(`#lib/${room}/thing.ts`),
  ]),
  ['lib/alerts/targets', imports('#lib/auth/site-secret.ts')],
  ['lib/incidents', imports('#lib/alerts/events/event.ts')],
  ['lib/runs', imports('#lib/alerts/events/source-events.ts')],
  ['lib/admin', imports('#lib/alerts/rules/rule.ts')],
  ['lib/queries', imports('#lib/database/client.ts')],
  ['lib/formats', importsType('#lib/queries/schemas.ts')],
  ['lib/formats', imports('ical-generator')],
  ['lib/admin', imports('#lib/runs/queue.ts')],
  ['lib/web', imports('#lib/database/client.ts')],
  ['components', importsType('#lib/queries/schemas.ts')],
  ['components', imports('#components/ui/button.tsx')],
  ['components', imports('#lib/domain/format.ts')],
  ['app', imports('#lib/queries/vendors.ts')],
  ['app', imports('#lib/admin/runs.ts')],
  ['app', imports('#lib/alerts/push/subscribe.ts')],
  ['app', imports('#lib/alerts/websub/subscribe.ts')],
  ['bin', imports('#lib/database/client.ts')],
  ['lib/web', imports('#lib/database/connection.ts')],
  ['lib/ingest', "export const { rows } = await tx.query<{ id: number }>('select id from vendors')\n"],
  ['lib/ingest', "await pool().query<never>('delete from vendors')\n"],
  ['lib/queries', 'export const rows = await queryRows<{ id: number }[]>(Prisma.sql`select id from vendors`)\n'],
  ['lib/ingest', 'await withConnection(async ({ query }) => query([...rows, one], { ...options }))\n'],
]

describe('the import law', () => {
  let folder = ''
  let complaints = new Map<string, string[]>()

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'import-law-'))
    for (const rules of ['biome.json', 'lint', '.gitignore']) {
      cpSync(join(project, rules), join(folder, rules), { recursive: true })
    }
    const samples = [
      ...FORBIDDEN.map(([home, code]) => ({ home, code })),
      ...ALLOWED.map(([home, code]) => ({ home, code })),
    ]
    samples.forEach(({ home, code }, index) => {
      const path = join(folder, samplePath(home, index))
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, code)
    })
    complaints = lint(folder)
  }, 60_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(FORBIDDEN.map((sample, index) => [index, ...sample] as const))(
    '%i: %s must not say %j',
    (index, home, _code, message) => {
      expect(complaints.get(samplePath(home, index))).toEqual(
        expect.arrayContaining([expect.stringContaining(message)]),
      )
    },
  )

  it.each(ALLOWED.map((sample, index) => [index + FORBIDDEN.length, ...sample] as const))(
    '%i: %s may say %j',
    (index, home) => {
      expect(complaints.get(samplePath(home, index))).toBeUndefined()
    },
  )
})

function samplePath(home: string, index: number): string {
  return `${home}/sample-${index}.tsx`
}

/** The errors that Biome finds below a folder, by path. */
function lint(cwd: string): Map<string, string[]> {
  const biome = join(project, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'],
    {
      cwd,
      encoding: 'utf8',
    },
  )
  if (!stdout.startsWith('{')) throw new Error(`Biome did not run: ${stderr}`)
  const found = new Map<string, string[]>()
  for (const { severity, message, location } of JSON.parse(stdout).diagnostics) {
    if (severity === 'error') found.set(location.path, [...(found.get(location.path) ?? []), message])
  }
  return found
}
