import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openApiDocument } from '#app/api/v1/openapi.ts'

const app = join(import.meta.dirname, '../../../../app')

/** "GET /api/v1/runs/{run}/events" of every handler there is; the description does not describe itself. */
const handlers = globSync('api/v1/**/route.ts', { cwd: app })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.includes('openapi.json'))
  .flatMap((file) => {
    const path = `/${file.replace('/route.ts', '').replace(/\[(\w+)\]/g, '{$1}')}`
    const exported = readFileSync(join(app, file), 'utf8').matchAll(
      /^export (?:const|(?:async )?function) ([A-Z]+)\b/gm,
    )
    return [...exported].map(([, method]) => `${method} ${path}`)
  })

it('the description of the API names every handler, and nothing that is not there', () => {
  const { paths } = openApiDocument()
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(handlers.length).toBeGreaterThan(20)
  expect(described.sort()).toEqual(handlers.sort())
})

it('a stream of events is described as one', () => {
  const { get } = openApiDocument().paths['/api/v1/runs/{run}/events'] ?? {}
  expect(JSON.stringify(get)).toContain('"text/event-stream":{"schema":{"$ref":"#/components/schemas/Run"}}')
})
