import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')

/** The packages, and the folders of this project below `app` and `lib`, that a script loads before it does anything. */
async function loadedBy(script: string): Promise<Set<string>> {
  const watch = `
    import { writeSync } from 'node:fs'
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
    process.on('exit', () => writeSync(1, '\\n' + JSON.stringify(loaded)))
    await import(process.argv[1])
    process.exit()`
  const output = await new Promise<string>((resolve) => {
    const env = { ...process.env, DATABASE_URL: undefined, LOG_LEVEL: 'silent' }
    // A worker without a database ends with 1.
    execFile(
      process.execPath,
      ['--input-type=module', '-e', watch, join(root, script)],
      { cwd: root, env, maxBuffer: 2 ** 24 },
      (_, out) => resolve(out),
    )
  })
  const urls: string[] = JSON.parse(output.trim().split('\n').at(-1) ?? '')
  const names = urls.map((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? folderOf(url))
  return new Set(names.filter((name) => name !== undefined))
}

function folderOf(url: string): string | undefined {
  return /\/((?:app|lib)\/[^/]+)(?:\/[^/]+)*$/.exec(url)?.[1]
}

it('starts a site without what only people who sign in need', async () => {
  const loaded = await loadedBy('bin/run-site.ts')
  expect(loaded).toContain('next')
  expect(loaded).toContain('lib/auth')
  expect([...loaded].filter((name) => /^(better-auth|@better-auth\/.*|kysely|jose)$/.test(name))).toEqual([])
})

it('starts a worker without what only mails and the readers of feeds need', async () => {
  const loaded = await loadedBy('bin/worker.ts')
  expect(loaded).toContain('lib/alerts')
  expect([...loaded].filter((name) => /^(nodemailer|app\/.*|lib\/queries)$/.test(name))).toEqual([])
})

it('starts a worker without what only feeds, issues of cState, texts in HTML and messages need', async () => {
  const loaded = await loadedBy('bin/worker.ts')
  expect(loaded).toContain('lib/adapters')
  const parsers = /^(fast-xml-parser|feedsmith|yaml|rehype-remark|remark-(parse|stringify))$/
  expect([...loaded].filter((name) => parsers.test(name))).toEqual([])
})

it('gives a site the same flags of Node, whichever Node npm finds first', () => {
  const [, flags = ''] = /SITE_FLAGS = \['(.*)'\]/.exec(readFileSync(join(root, 'bin', 'run.mjs'), 'utf8')) ?? []
  expect(flags).not.toBe('')
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(scripts.start).toBe(`exec node ${flags} bin/run.mjs start`)
})
