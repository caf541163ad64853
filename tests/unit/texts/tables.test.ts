import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

it('decision 74 says of each table what bounds it', () => {
  const models = read('prisma/schema.prisma').match(/^model [\s\S]*?^\}/gm) ?? []
  const tables = models.flatMap((model) => /@@map\("(\w+)"/.exec(model)?.[1] ?? [])
  const rows = read('docs/decisions/074-what-bounds-each-table.md').match(/^\| .*$/gm) ?? []
  const bounded = rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name))
  expect(tables).toHaveLength(models.length)
  expect(bounded.toSorted()).toEqual(tables.toSorted())
})

it('the README of findings lists every script, with packages that it installs', () => {
  const rows = [...read('findings/README.md').matchAll(/^\| `(.+?)` \| (.+?) \| .+ \|$/gm)]
  const scripts = readdirSync(join(ROOT, 'findings')).filter((file) => file.endsWith('.sh'))
  expect(rows.map(([, name]) => `${name}.sh`)).toEqual(scripts.toSorted())
  for (const [, name, packages = ''] of rows)
    for (const named of packages.split(', ')) expect(read(`findings/${name}.sh`)).toContain(named)
})
