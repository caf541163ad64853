import { SCOPE_WORDS, SCOPES } from '#lib/domain/access.ts'
import { getEnv } from '#lib/env.ts'
import { PATHS } from './openapi.ts'
import { exampleOf } from './openapi-examples.ts'
import { type Operation, type Parameter, TAGS } from './openapi-operation.ts'
import { componentSchemas, toSchema } from './openapi-schemas.ts'

/** What stands for a part of a path. */
const PATH_PARAMETERS: Record<string, { description: string; example: string | number }> = {
  vendor: { description: 'Slug of the vendor.', example: 'courier' },
  incident: { description: 'Id of the incident or maintenance.', example: '0123456789ab' },
  source: { description: 'Id of the source.', example: 7 },
  run: { description: 'Id of the run.', example: '018f6f6e-0000-7000-8000-000000000000' },
  batch: { description: 'Id of the batch.', example: '018f6f6e-0000-7000-8000-000000000000' },
}

/** Answers that are problems, by status. */
const PROBLEMS: Record<string, string> = {
  400: 'A parameter or property is wrong; `field` names it.',
  401: 'Neither a token nor a session.',
  403: 'The token or user may not do this.',
  404: 'There is no such thing.',
  409: 'The request does not fit the present state.',
  413: 'The body is too large.',
  422: 'The document cannot be read.',
  429: 'Too many requests; `Retry-After` says when to try again.',
  503: 'The site cannot answer now; `Retry-After` says when to try again.',
}

/** Where the operations in Statuspage's form answer otherwise: that form, and for a failure of the site a problem. */
const STATUSPAGE_ERRORS: Record<string, { description: string; types: string[] }> = {
  404: { description: 'There is no such vendor, incident or maintenance.', types: ['application/json'] },
  503: {
    description:
      "The vendor's present state is not known (application/json), or the site cannot answer now (application/problem+json); `Retry-After` says when to try again.",
    types: ['application/json', 'application/problem+json'],
  },
}

/** The API as an OpenAPI 3.1 document, generated from the schemas that type the answers. */
export function openApiDocument() {
  const schemas = componentSchemas()
  const paths = Object.entries(PATHS).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, operation]) => [method, describe(path, method, operation, schemas)]),
    ),
  ])
  return {
    openapi: '3.1.0',
    info: {
      title: 'Outage History',
      version: '1',
      summary: 'Outage history of vendors, from what they published.',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    externalDocs: { description: 'The API explained, with examples', url: `${getEnv().PUBLIC_URL}/developers` },
    servers: [{ url: getEnv().PUBLIC_URL, description: 'This site' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: [],
    paths: Object.fromEntries(paths) as Record<string, Record<string, ReturnType<typeof describe>>>,
    components: {
      schemas,
      responses: Object.fromEntries([
        ...Object.entries(PROBLEMS).map(([status, description]) => [`Problem${status}`, problemResponse(description)]),
        ...Object.entries(STATUSPAGE_ERRORS).map(([status, error]) => [`Statuspage${status}`, errorResponse(error)]),
      ]) as Record<string, ReturnType<typeof errorResponse>>,
      headers: {
        Next: {
          description: 'The address of the next page, with `rel="next"`; absent on the last.',
          schema: { type: 'string' },
        },
      },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: describeTokens() } },
    },
  }
}

const DESCRIPTION = `Reading needs no key. Times are ISO 8601 in UTC, durations whole seconds. \`null\` means that the vendor has not said so, or that it is not known; it never means zero. An unknown or misspelt parameter is refused with 400.`

function describe(path: string, method: string, operation: Operation, schemas: ReturnType<typeof componentSchemas>) {
  const { id, tag, summary, status = 200, response, isStream = false, parameters = [], scope, body } = operation
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...PATH_PARAMETERS[name],
    schema: { type: name === 'source' ? 'integer' : 'string' },
  }))
  const type = isStream ? 'text/event-stream' : 'application/json'
  const hasExample = method === 'get' && scope === undefined
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(scope && { description: `Requires a token with scope ${scope} or higher.`, security: [{ token: [scope] }] }),
    parameters: [...inPath, ...parameters.map(describeParameter)],
    ...(body && { requestBody: { required: true, content: describeBody(body) } }),
    responses: {
      [status]: {
        description: summary,
        ...(parameters.some(({ name }) => name === 'cursor') && {
          headers: { Link: { $ref: '#/components/headers/Next' } },
        }),
        ...(response !== 'nothing' && {
          content: {
            [type]: {
              schema: { $ref: `#/components/schemas/${response}` },
              ...(hasExample && { example: exampleOf(response, schemas) }),
            },
          },
        }),
      },
      ...Object.fromEntries(problemsOf(path, method, operation).map((code) => [code, refTo(code, operation)])),
      default: problemResponse('What went wrong'),
    },
  }
}

function problemsOf(path: string, method: string, { scope, body }: Operation): number[] {
  return [
    400,
    ...(scope ? [401, 403] : []),
    ...(path.includes('{') ? [404] : []),
    ...(method === 'get' ? [] : [409]),
    ...(body ? [413] : []),
    ...(body === 'document' ? [422] : []),
    429,
    503,
  ]
}

function describeParameter({ name, description, schema, required = false, example }: Parameter) {
  const { description: _, ...rest } = toSchema(schema)
  return { name, in: 'query', required, description, schema: rest, ...(example !== undefined && { example }) }
}

function refTo(status: number, { isStatuspage = false }: Operation) {
  return {
    $ref: `#/components/responses/${isStatuspage && status in STATUSPAGE_ERRORS ? 'Statuspage' : 'Problem'}${status}`,
  }
}

function problemResponse(description: string) {
  return errorResponse({ description, types: ['application/problem+json'] })
}

function errorResponse({ description, types }: { description: string; types: string[] }) {
  const content = types.map((type) => {
    const name = type === 'application/json' ? 'StatuspageError' : 'Problem'
    return [type, { schema: { $ref: `#/components/schemas/${name}` } }]
  })
  return { description, content: Object.fromEntries(content) as Record<string, { schema: { $ref: string } }> }
}

function describeTokens(): string {
  const scopes = SCOPES.map((scope) => `- \`${scope}\`: ${SCOPE_WORDS[scope]}`)
  return `A token created at /admin/tokens, or ADMIN_TOKEN, which has scope admin. Scopes, each including those before it:\n${scopes.join('\n')}`
}

function describeBody(body: NonNullable<Operation['body']>) {
  return body === 'document'
    ? { 'application/octet-stream': { schema: { type: 'string', contentEncoding: 'binary' } } }
    : { 'application/json': { schema: { $ref: `#/components/schemas/${body}` } } }
}
