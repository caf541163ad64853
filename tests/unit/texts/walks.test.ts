import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PLATFORMS } from '#lib/adapters/adapter.ts'
import { FIELD_NAMES, INCIDENT_FIELDS } from '#lib/domain/incident-fields.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const find = (pattern: string) => globSync(pattern, { cwd: root }).map((path) => path.replaceAll('\\', '/'))
const code = find('{app,bin,components,lib}/**/*.{ts,tsx}').map((path) => ({ path, text: read(path) }))

/** The files of the product in which `pattern` stands. */
const filesWith = (pattern: RegExp) => code.filter(({ text }) => pattern.test(text)).map(({ path }) => path)

/** The paths that CONTRIBUTING names for a change. */
function listed(change: string): string[] {
  const [, section = ''] =
    new RegExp(`\\*\\*${change}\\*\\*[^\\n]*\\n\\n([\\s\\S]*?)\\n\\n(?:\\*\\*|## )`).exec(read('CONTRIBUTING.md')) ?? []
  return [...section.matchAll(/`((?:app|components|lib|prisma|tests)\/[^`]+)`/g)].map(([, path = '']) => path)
}

describe('an adapter', () => {
  const paths = listed('An adapter')

  it('touches what CONTRIBUTING lists', () => {
    expect(paths.length).toBeGreaterThanOrEqual(5)
    expect(paths.filter((path) => !path.includes('NAME') && !existsSync(join(root, path)))).toEqual([])
  })

  it.each(PLATFORMS)('%s touches its own file, its test, and the lists', (platform) => {
    for (const path of paths.filter((path) => path.includes('NAME')))
      expect(existsSync(join(root, path.replace('NAME', platform)))).toBe(true)
    expect(read('lib/adapters/adapter.ts')).toContain(`'${platform}'`)
    expect(read('lib/adapters/registry.ts')).toContain(`/${platform}.ts'`)
  })

  it('touches nothing else: the rest of the product names no platform', () => {
    // The last resort of detection, and documents that nobody serves.
    const isGeneral = (platform: string) => platform === 'feed' || platform === 'archive'
    // Slack there is the service that alerts are sent to, not the platform of its status page.
    const isOfTargets = (path: string) => /^(?:lib|lib\/domain|components\/admin|app\/admin)\/alerts\//.test(path)
    const named = PLATFORMS.filter((platform) => !isGeneral(platform)).flatMap((platform) =>
      filesWith(new RegExp(`'${platform}'`)).filter((path) => !path.startsWith('lib/adapters/') && !isOfTargets(path)),
    )
    expect(named).toEqual([])
  })
})

describe('a field of an incident', () => {
  const paths = listed('A field of an incident').filter((path) => !path.includes('NAME'))
  it('touches at most six files, which CONTRIBUTING lists', () => {
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
    const [, section = ''] = /\*\*A field of an incident\*\*\n([\s\S]*?)\n\*\*/.exec(read('CONTRIBUTING.md')) ?? []
    expect(section.match(/^\d\. /gm)).toHaveLength(6)
  })

  it('of which nothing is computed is named by those files, and by what draws it, alone', () => {
    const drawn = /^(?:components|lib\/formats)\//
    const named = filesWith(/\b(?:declaredUpdateCount|declared_update_count)\b/)
    expect(named).toEqual(expect.arrayContaining(['lib/domain/incident-fields.ts', 'lib/queries/schemas.ts']))
    const others = named.filter((path) => !path.startsWith('lib/adapters/') && !drawn.test(path))
    expect(others.filter((path) => !paths.includes(path))).toEqual([])
  })

  it('has a column of its own in the schema', () => {
    const [, model = ''] = /model Incident \{([\s\S]*?)\n\}/.exec(read('prisma/schema.prisma')) ?? []
    const columns = FIELD_NAMES.map((name) => INCIDENT_FIELDS[name].column)
    expect(columns.filter((column) => !new RegExp(`^ +${column} |@map\\("${column}"\\)`, 'm').test(model))).toEqual([])
    expect(new Set(columns).size).toBe(columns.length)
  })
})

describe('a download format', () => {
  const paths = listed('A download format')
  const files = find('app/vendors/*/incidents.*/route.ts').map((path) => path.split('/').at(-2) ?? '')

  it('touches what CONTRIBUTING lists', () => {
    expect(files.length).toBeGreaterThanOrEqual(4)
    expect(paths.filter((path) => !/NAME|EXT/.test(path) && !existsSync(join(root, path)))).toEqual([])
  })

  it.each(files)('%s is in each of the files', (file) => {
    const naming = filesWith(new RegExp(`(?<![\\w/])${file.replace('.', '\\.')}\\b`))
    expect(naming).toEqual(
      expect.arrayContaining([
        `app/vendors/[vendor]/${file}/route.ts`,
        'components/history/downloads.tsx',
        'app/llms.txt/route.ts',
      ]),
    )
    // One link besides: what to take before a deletion. Other sites, and Statuspage's form of ours, have files of that name too.
    const others = naming
      .filter((path) => !path.startsWith('lib/adapters/') && !path.includes('/api/v2/'))
      .filter((path) => !paths.includes(path.replace(/incidents\.\w+\//, 'incidents.EXT/')))
    expect(others.filter((path) => path !== 'components/admin/vendor/deletion-impact.tsx')).toEqual([])
  })
})

describe('an admin action', () => {
  const paths = listed('An admin action')

  it('touches what CONTRIBUTING lists', () => {
    expect(paths).toHaveLength(4)
    const [action = '', route = '', button = '', test = ''] = paths
    expect(read(action)).toMatch(/function dismissItem[\s\S]*?writeAudit/)
    expect(read(route)).toContain('dismissItem(')
    expect(read(button)).toContain('dismiss')
    expect(read(test)).toContain('dismissItem(')
    expect(filesWith(/\bdismissItem\b/).sort()).toEqual([route, action].sort())
  })
})

describe('a public page', () => {
  it('touches what CONTRIBUTING lists', () => {
    const paths = listed('A public page')
    expect(paths).toHaveLength(4)
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it.each(find('app/**/page.tsx').filter((path) => !path.startsWith('app/admin/')))(
    '%s is drawn beside Next',
    (path) => {
      expect(read(path)).toContain('<Drawn>')
    },
  )
})
