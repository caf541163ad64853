import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { openApiDocument } from '#app/api/v1/openapi-document.ts'

type Document = ReturnType<typeof openApiDocument>

/** Validates values against the schemas of the API's description, as a program does that has nothing else. */
export function apiSchemas(document: Document) {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ $id: 'api', ...document } as object)
  return {
    /** What is wrong with a value for a place in the document ("#/components/schemas/Vendor"); null for nothing. */
    problemsOf(place: string, value: unknown): string | null {
      const validate = ajv.getSchema(`api${place}`)
      if (validate === undefined) return `There is no ${place}.`
      return validate(value) ? null : ajv.errorsText(validate.errors)
    },
  }
}

/** The description of the operation that answers a path, with its template; one without parameters is nearer than one with. */
export function findOperation(document: Document, path: string) {
  const parts = path.split('/')
  const found = Object.entries(document.paths).flatMap(([template, operations]) => {
    const names = template.split('/')
    const fits = names.length === parts.length && names.every((name, at) => fitsPart(name, parts[at] ?? ''))
    return fits && operations.get !== undefined ? [{ template, get: operations.get }] : []
  })
  const [nearest] = found.sort((a, b) => countParameters(a.template) - countParameters(b.template))
  if (nearest === undefined) throw new Error(`Nothing describes ${path}.`)
  return nearest
}

/** Where the schema of an answer stands, by its status and media type; null where it is not described. */
export function placeOfAnswer(document: Document, path: string, status: number, contentType: string): string | null {
  const responses: Record<string, object> = findOperation(document, path).get.responses
  const found = responses[status]
  const response =
    found !== undefined && '$ref' in found
      ? document.components.responses[String(found.$ref).split('/').at(-1) ?? '']
      : found
  const { content }: { content?: Record<string, { schema: { $ref: string } }> } = response ?? {}
  return content?.[contentType.split(';', 1)[0] ?? '']?.schema.$ref ?? null
}

function fitsPart(name: string, part: string): boolean {
  const [start = '', end] = name.split(/\{\w+\}/)
  return end === undefined ? name === part : part.startsWith(start) && part.endsWith(end)
}

function countParameters(template: string): number {
  return template.split('{').length
}
