import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openApiDocument } from '#app/api/v1/openapi-document.ts'
import { STATUSPAGE_ANSWERS } from '#app/vendors/[vendor]/api/v2/[...path]/answers.ts'
import { apiSchemas } from '#tests/support/api-schemas.ts'

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
  const statuspage = [...Object.keys(STATUSPAGE_ANSWERS), 'incidents/{incident}.json'].map(
    (path) => `GET /vendors/{vendor}/api/v2/${path}`,
  )
  expect(handlers.length).toBeGreaterThan(20)
  expect(statuspage).toHaveLength(9)
  expect(described.sort()).toEqual([...handlers, ...statuspage].sort())
})

it('an answer in the form of Statuspage is described with errors of that form', () => {
  const { paths, components } = openApiDocument()
  const { get } = paths['/vendors/{vendor}/api/v2/status.json'] ?? {}
  expect(get?.responses).toMatchObject({
    404: { $ref: '#/components/responses/Statuspage404' },
    429: { $ref: '#/components/responses/Problem429' },
    503: { $ref: '#/components/responses/Statuspage503' },
  })
  expect(components.responses.Statuspage503?.content).toEqual({
    'application/json': { schema: { $ref: '#/components/schemas/StatuspageError' } },
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  })
})

it('a stream of events is described as one', () => {
  const { get } = openApiDocument().paths['/api/v1/runs/{run}/events'] ?? {}
  expect(JSON.stringify(get)).toContain('"text/event-stream":{"schema":{"$ref":"#/components/schemas/Run"}}')
})

describe('a generator of clients', () => {
  const document = openApiDocument()
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))

  it('finds a name, a subject, who may call it and what can go wrong for every operation', () => {
    const ids = operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const operation of operations) {
      expect(document.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(operation.tags))
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['400', '429', 'default']))
    }
    expect(document.security).toEqual([])
  })

  it('finds every schema once, and every name that one refers to', () => {
    const { schemas } = document.components
    const text = JSON.stringify(document)
    const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name)
    expect(named.filter((name) => !(name in schemas))).toEqual([])
    expect(JSON.stringify(schemas.IncidentList)).toContain('"$ref":"#/components/schemas/Incident"')
    expect(JSON.stringify(schemas.Vendor)).toContain('"$ref":"#/components/schemas/History"')
    const lists = [...JSON.stringify(schemas).matchAll(/"enum":(\[[^\]]*\])/g)].map(([, words]) => words)
    expect(lists.filter((words, index) => lists.indexOf(words) !== index)).toEqual([])
  })

  it('finds that a time which may be missing is a time or null', () => {
    const time = { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] }
    const { Incident, IncidentInFull, Run, Source, Vendor } = document.components.schemas
    for (const properties of [Incident, IncidentInFull].map((schema) => schema?.properties))
      expect(properties).toMatchObject({ startedAt: time, endedAt: time, scheduledUntil: time, withdrawnAt: time })
    expect(Run?.properties).toMatchObject({ finishedAt: time, startAfter: time, progress: {} })
    expect(Source?.properties).toMatchObject({ nextDueAt: time, pausedAt: time })
    expect(Vendor?.properties).toMatchObject({ lastTryFailedAt: time, held: { properties: { since: time } } })
  })

  it('finds an example that fits for every public answer', () => {
    const { problemsOf } = apiSchemas(document)
    const examples = operations.flatMap(({ operationId, responses }) =>
      Object.values(responses).flatMap((response) => {
        const content = 'content' in response ? Object.values(response.content ?? {}) : []
        return content.flatMap((one) =>
          'example' in one ? { operationId, ref: one.schema.$ref, example: one.example } : [],
        )
      }),
    )
    expect(examples.length).toBeGreaterThan(7)
    expect(examples.filter(({ operationId }) => operationId.includes('Statuspage'))).toHaveLength(9)
    for (const { operationId, ref, example } of examples)
      expect([operationId, problemsOf(ref, example)]).toEqual([operationId, null])
  })

  it('is told nothing that the recommended rules of Redocly object to', () => {
    const folder = mkdtempSync(join(tmpdir(), 'openapi-'))
    const [file, cli] = [join(folder, 'openapi.json'), join(app, '../node_modules/@redocly/cli/bin/cli.js')]
    writeFileSync(file, JSON.stringify(document))
    // The address of a test's site is always local.
    const rules = ['--extends', 'recommended', '--skip-rule', 'no-server-example.com', '--format', 'json']
    const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
    const output = execFileSync(process.execPath, [cli, 'lint', file, ...rules], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    rmSync(folder, { recursive: true })
    const { totals, problems } = JSON.parse(String(output))
    expect(problems).toEqual([])
    expect(totals).toMatchObject({ errors: 0, warnings: 0 })
  })
})
