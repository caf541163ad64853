#!/usr/bin/env node
// PRISMA_SCHEMA_ENGINE_BINARY names this: Prisma's CLI starts it instead of its native engine and speaks JSON-RPC with it, one
// message per line. Arguments: [--datamodels FILE]… [--datasource JSON] [cli can-connect-to-database | create-database].
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { createDatabase, type DatabaseError, reachDatabase } from '#bin/database.ts'
import { type EngineError, engineError, openSchemaEngine, type SchemaEngine } from './schema-engine.ts'

interface Call {
  id: number
  method?: string
  params?: unknown
}

const METHOD_NAMES: Record<string, string> = { getDatabaseVersion: 'version' }
/** Outside the range of ids that the CLI counts up for its own calls. */
let nextPrintId = 1_000_000

const { values, positionals } = parseArgs({
  options: {
    datamodels: { type: 'string', multiple: true, default: [] },
    datasource: { type: 'string', default: '{}' },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
    version: { type: 'boolean', default: false },
  },
  allowPositionals: true,
})
// Commands without a database (diff of two schema files) get an address where nothing answers.
const url: string = JSON.parse(values.datasource).url ?? 'postgresql://127.0.0.1:1/none'

// A panic in one of the engine's own tasks ends no call, so it is caught here.
let current: number | undefined
process.on('uncaughtException', (thrown) => {
  if (current !== undefined) send({ id: current, error: describe(engineError(thrown)) })
  process.exitCode = 1
  process.stdin.destroy()
})

if (values.version) process.stdout.write('schema-engine-cli @prisma/schema-engine-wasm\n')
else if (positionals[0] === 'cli') await runCommand(positionals[1])
else await answerCalls()

async function runCommand(name: string | undefined): Promise<void> {
  try {
    await (name === 'create-database' ? createDatabase(url) : reachDatabase(url))
  } catch (error) {
    const { message, code } = error as DatabaseError
    const fields = { error_code: code === '3D000' ? 'P1003' : 'P1001', message }
    // The CLI reads the log lines after the first.
    process.stderr.write(`\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}`)
    process.exitCode = 1
  }
}

async function answerCalls(): Promise<void> {
  const schemas = values.datamodels.map((path): [string, string] => [path, readFileSync(path, 'utf8')])
  let engine: Promise<SchemaEngine> | undefined
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params }: Call = JSON.parse(line)
    // A message without a method acknowledges a `print`.
    if (method === undefined) continue
    current = id
    try {
      engine ??= openSchemaEngine(url, schemas)
      send({ id, result: (await call(await engine, method, params)) ?? null })
    } catch (thrown) {
      send({ id, error: describe(engineError(thrown)) })
    }
  }
  // The engine keeps its connections open until the process ends.
  process.exit(0)
}

async function call(engine: SchemaEngine, method: string, params: unknown): Promise<unknown> {
  const methods = engine as unknown as Record<string, (params: unknown) => Promise<unknown>>
  const answer = methods[METHOD_NAMES[method] ?? method]
  if (answer === undefined) throw new Error(`The schema engine knows no ${method}.`)
  const result = await answer.call(engine, params)
  if (method !== 'diff') return result
  // The native engine makes the CLI print a diff, and leaves it out of its response.
  const { stdout, ...rest } = result as { stdout: string | null }
  if (stdout !== null) send({ id: nextPrintId++, method: 'print', params: { content: stdout } })
  return { ...rest, stdout: null }
}

function describe({ message, code, meta }: EngineError) {
  const data = { is_panic: false, message, error_code: code, meta: meta ?? {} }
  return { code: 4466, message: 'An error happened. Check the data field for details.', data }
}

function send(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}
