import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PATHS } from '#app/api/v1/openapi.ts'
import type { Operation, Parameter } from '#app/api/v1/openapi-operation.ts'
import { componentSchemas, toSchema } from '#app/api/v1/openapi-schemas.ts'

type JsonSchema = Record<string, unknown>

const ROOT = join(import.meta.dirname, '..')
/** Beside the client; not written as an import here, where it is none. */
const SEND = `'./send.ts'`
const CLIENT_FILE = 'clients/typescript/index.ts'

/** The source of the TypeScript client: a type for each schema of the API, and a function for each operation. */
export function writeClient(): string {
  const types = Object.entries(componentSchemas()).map(
    ([name, schema]) => `${comment(schema.description)}export type ${name} = ${typeOf(schema)}`,
  )
  const functions = Object.entries(PATHS).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { isStream = false }]) => !isStream)
      .map(([method, operation]) => functionOf(path, method, operation)),
  )
  return format(`// Written by \`npm run client\` from the API's description; a test compares.
import { type ClientOptions, createSend } from ${SEND}

${types.join('\n\n')}

/** A client of one site. Each function rejects with an ApiError when the site answers with a problem. */
export function createClient(options: ClientOptions) {
  const send = createSend(options)
  return {
${functions.join('\n')}
  }
}
`)
}

function functionOf(path: string, method: string, { id, summary, parameters = [], response, body }: Operation): string {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const isNeeded = parameters.some(({ required = false }) => required)
  const takes = [
    ...inPath.map((name) => `${name}: string | number`),
    ...(body === undefined ? [] : [`body: ${body === 'document' ? 'string | Uint8Array<ArrayBuffer>' : body}`]),
    ...(parameters.length === 0 ? [] : [`query: { ${parameters.map(property).join('; ')} }${isNeeded ? '' : ' = {}'}`]),
  ]
  const address = `\`${path.replace(/\{(\w+)\}/g, (_, name) => `\${encodeURIComponent(${name})}`)}\``
  const more = [...(parameters.length === 0 ? [] : ['query']), ...(body === undefined ? [] : ['body'])]
  const given = more.length === 0 ? '' : `, { ${more.join(', ')} }`
  const result = response === 'nothing' ? 'undefined' : response
  return `/** ${summary}. */
    ${id}: (${takes.join(', ')}) => send<${result}>('${method.toUpperCase()}', ${address}${given}),`
}

function property({ name, schema, required = false }: Parameter): string {
  return `${name}${required ? '' : '?'}: ${typeOf(toSchema(schema))}`
}

/** The TypeScript of a JSON Schema, for the few keywords that the API's schemas use. */
function typeOf(schema: JsonSchema): string {
  const { $ref, anyOf, allOf, enum: choices, const: constant, type } = schema
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? 'unknown'
  if (Array.isArray(anyOf)) return anyOf.map(typeOf).join(' | ')
  if (Array.isArray(allOf)) return allOf.map(typeOf).join(' & ')
  if (constant !== undefined) return JSON.stringify(constant)
  if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(' | ')
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one })).join(' | ')
  switch (type) {
    case 'object':
      return objectOf(schema)
    case 'array':
      return `(${typeOf((schema.items ?? {}) as JsonSchema)})[]`
    case 'integer':
    case 'number':
      return 'number'
    case 'string':
    case 'boolean':
    case 'null':
      return type
    default:
      return 'unknown'
  }
}

function objectOf({ properties, required, additionalProperties }: JsonSchema): string {
  if (properties === undefined) return `Record<string, ${typeOf((additionalProperties ?? {}) as JsonSchema)}>`
  const needed = new Set(required as string[] | undefined)
  const lines = Object.entries(properties as Record<string, JsonSchema>).map(
    ([name, one]) => `${comment(one.description)}${name}${needed.has(name) ? '' : '?'}: ${typeOf(one)}`,
  )
  return `{\n${lines.join('\n')}\n}`
}

function comment(description: unknown): string {
  return typeof description === 'string' ? `/** ${description.replaceAll('*/', '* /')} */\n` : ''
}

function format(source: string): string {
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
  const options = ['format', `--stdin-file-path=${CLIENT_FILE}`]
  return String(execFileSync(process.execPath, [biome, ...options], { cwd: ROOT, input: source }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(join(ROOT, CLIENT_FILE), writeClient())
