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

/** The description of the operation that answers a path, with its template. */
export function findOperation(document: Document, path: string) {
  const parts = path.split('/')
  for (const [template, operations] of Object.entries(document.paths)) {
    const names = template.split('/')
    const fits = names.length === parts.length && names.every((name, at) => name === parts[at] || name.startsWith('{'))
    if (fits && operations.get !== undefined) return { template, get: operations.get }
  }
  throw new Error(`Nothing describes ${path}.`)
}
