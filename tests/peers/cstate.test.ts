import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clearDatabase } from '#tests/support/ingest.ts'
import { startVendorServer, type VendorServer } from '#tests/support/vendor-server.ts'
import { poll, usePeers } from './peer.ts'

/** A folder with the theme, as its repository has it; Hugo stands on the PATH. */
const theme = process.env.CSTATE_DIR
const run = promisify(execFile)

/** Laid over the configuration that the theme gives as an example. */
const CONFIG = `
title: Nordlicht Status
baseURL: BASE
languageCode: de
defaultContentLanguage: de
timeZone: Europe/Berlin
params:
  systems: [{ name: API, category: Uncategorized }, { name: Web, category: Uncategorized }]
`

describe.skipIf(theme === undefined)('cState', () => {
  let undo: () => Promise<void>
  let folder: string
  let server: VendorServer

  beforeAll(async () => {
    undo = await usePeers()
    server = await startVendorServer()
    server.answer(serve)
  })
  afterAll(async () => {
    await server.close()
    await undo()
  })
  beforeEach(async () => {
    await clearDatabase()
    folder = await mkdtemp(join(tmpdir(), 'peer-cstate-'))
    await mkdir(join(folder, 'content', 'issues'), { recursive: true })
    await mkdir(join(folder, 'themes'))
    await symlink(theme as string, join(folder, 'themes', 'cstate'))
    await writeFile(join(folder, 'config.yml'), CONFIG.replace('BASE', `${server.url}/`))
    return () => rm(folder, { recursive: true })
  })

  async function serve(path: string) {
    const file = join(folder, 'public', path.endsWith('/') ? `${path}index.html` : path)
    const body = await readFile(file).catch(() => null)
    const type = { json: 'application/json', xml: 'application/xml' }[path.split('.').at(-1) ?? ''] ?? 'text/html'
    return body && { headers: { 'content-type': type }, body }
  }

  /** Writes an issue as an author does, and lays the site anew. */
  async function write(name: string, head: Record<string, unknown>, text = 'Wir sehen nach.'): Promise<void> {
    const lines = Object.entries({ section: 'issue', ...head }).map(([key, value]) => `${key}: ${value}`)
    await writeFile(issueFile(name), `---\n${lines.join('\n')}\n---\n${text}\n`)
    await build()
  }

  async function remove(name: string): Promise<void> {
    await unlink(issueFile(name))
    await build()
  }

  const issueFile = (name: string) => join(folder, 'content', 'issues', `${name}.md`)
  const build = () =>
    run('hugo', [
      '--quiet',
      '--cleanDestinationDir',
      '-s',
      folder,
      '--config',
      `${theme}/exampleSite/config.yml,config.yml`,
    ])
  const read = () => poll({ platform: 'cstate', url: server.url })
  const readFeed = () => poll({ platform: 'feed', url: `${server.url}/index.xml` })

  const OUTAGE = {
    title: 'API gestört',
    date: '2026-11-20 09:00:00',
    severity: 'down',
    affected: '[API]',
    resolved: false,
  }

  it('tells an outage from its first post to its end, in the zone of the site', async () => {
    await write('api', OUTAGE)
    expect(await read()).toEqual(['API gestört | incident |  | 2026-11-20T08:00:00Z |  | ongoing'])
    const RESOLVED = { ...OUTAGE, title: 'API langsam', resolved: true, resolvedWhen: '2026-11-20 10:30:00' }
    await write('api', RESOLVED)
    const ended = ['API langsam | incident | resolved | 2026-11-20T08:00:00Z | 2026-11-20T09:30:00Z | reported']
    expect(await read()).toEqual(ended)
    await clearDatabase()
    expect(await readFeed()).toEqual(ended)
  })

  it('follows a reopening, a back-dated issue and a deletion', async () => {
    await write('api', { ...OUTAGE, resolved: true, resolvedWhen: '2026-11-20 10:30:00' })
    await read()
    await write('api', OUTAGE)
    expect(await read()).toEqual(['API gestört | incident |  | 2026-11-20T08:00:00Z |  | ongoing'])
    await write('disk', {
      ...OUTAGE,
      title: 'Platte voll',
      date: '2025-07-01 23:30:00',
      resolved: true,
      resolvedWhen: '2025-07-02 00:15:00',
    })
    const disk = 'Platte voll | incident | resolved | 2025-07-01T21:30:00Z | 2025-07-01T22:15:00Z | reported'
    expect(await read()).toContain(disk)
    await remove('disk')
    expect(await read()).toContain(`${disk} | withdrawn`)
  })

  it('tells notices as such, and plans in no list before they begin', async () => {
    const notice = { title: 'Umzug', date: '2026-11-02 22:00:00', severity: 'notice', informational: true, pin: true }
    await write('move', { ...notice, resolved: false })
    await write('plan', { ...notice, title: 'Neue Adresse', date: '2030-01-05 22:00:00', resolved: false })
    expect(await read()).toEqual(['Umzug | notice |  | 2026-11-02T21:00:00Z |  | ongoing'])
  })

  it('reads on where a title has quotation marks, which the theme does not escape', async () => {
    await write('quote', { ...OUTAGE, title: `'"Login" gestört'` })
    expect(await read()).toEqual(['"Login" gestört | incident |  | 2026-11-20T08:00:00Z |  | ongoing'])
  })
})
