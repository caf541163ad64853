import { z } from 'zod'
import { newSourceSchema, newVendorSchema } from '#lib/admin/vendor/vendor-input.ts'
import { SCOPE_WORDS, SCOPES, type Scope } from '#lib/domain/access.ts'
import { getEnv } from '#lib/env.ts'
import {
  batchProgressSchema,
  batchSchema,
  incidentInFullSchema,
  incidentSchema,
  queueProgressSchema,
  restatementSchema,
  runSchema,
  vendorSchema,
  vendorSummarySchema,
} from '#lib/queries/schemas.ts'
import { mergeSchema, moveSchema, sourceSchema } from '#lib/queries/source-schemas.ts'
import { historyParameters } from '#lib/url/filter.ts'
import { detectInput, mergeInput, moveInput, sourceChange, vendorChange, vendorNamesParameters } from './inputs.ts'

const cursorSchema = z.string().nullable().describe('Send it as `cursor` for the next page; null on the last one.')

/** Named response schemas, by their name in the document. */
const RESPONSES = {
  VendorList: z.object({ vendors: z.array(vendorSummarySchema), nextCursor: cursorSchema }),
  VendorNames: z.object({
    vendors: z.array(z.object({ slug: z.string(), name: z.string() })),
    total: z.number().int().optional().describe('With `q` or `limit`: how many match, listed or not.'),
  }),
  Vendor: vendorSchema,
  IncidentList: z.object({ incidents: z.array(incidentSchema), nextCursor: cursorSchema, total: z.number().int() }),
  SearchResult: z.object({
    incidents: z.array(incidentSchema),
    nextCursor: cursorSchema,
    vendors: z.array(z.object({ slug: z.string(), name: z.string() })),
  }),
  RestatementList: z.object({
    method: z.number().int().describe('The version of the method that every figure follows.'),
    methods: z.array(z.object({ version: z.number().int(), date: z.string(), changes: z.array(z.string()) })),
    restatements: z.array(restatementSchema),
  }),
  Moment: z.object({ t: z.date(), incidents: z.array(incidentSchema) }),
  Incident: incidentInFullSchema,
  Run: runSchema,
  RunList: z.object({ runs: z.array(runSchema) }),
  Batch: batchSchema,
  BatchProgress: batchProgressSchema,
  QueueProgress: queueProgressSchema,
  AddedVendors: z.object({
    added: z.array(z.object({ slug: z.string(), name: z.string() })),
    refused: z.array(z.string()).describe('A sentence for each vendor that could not be added.'),
  }),
  SampleRemoval: z.record(z.string(), z.number().int()).describe('What is deleted, counted.'),
  Source: sourceSchema,
  SourceList: z.object({ sources: z.array(sourceSchema) }),
  Move: moveSchema,
  Merge: mergeSchema,
  Detection: z.object({
    platform: z.string(),
    url: z.string(),
    evidence: z.string(),
    siteName: z.string().nullable().describe("The vendor's name, as its page says it."),
    preview: z.array(incidentSchema.partial()),
    counts: z
      .object({ incidents: z.number().int(), from: z.date().nullable(), to: z.date().nullable() })
      .describe('Everything that is listed there: how much, and its first and last known start.'),
    problems: z.array(z.string()).describe('What could not be read or parsed in the source as a whole.'),
    warnings: z.array(z.string()).describe('The problems, followed by what could not be parsed in single items.'),
  }),
}
type ResponseName = keyof typeof RESPONSES | 'nothing'

interface Parameter {
  name: string
  description: string
  schema: z.ZodType
  required?: boolean
}

const PAGE_NAMES = ['cursor', 'limit']

/** The query of a history page and its API twin, as parsed. */
const ALL_PARAMETERS = Object.entries(historyParameters.shape).map(
  ([name, schema]): Parameter => ({ name, description: schema.description ?? name, schema }),
)
const HISTORY_PARAMETERS = ALL_PARAMETERS.filter(({ name }) => !PAGE_NAMES.includes(name))
const PAGE_PARAMETERS = ALL_PARAMETERS.filter(({ name }) => PAGE_NAMES.includes(name))

const INGEST_PARAMETERS: Parameter[] = [
  { name: 'mode', description: 'Default `poll`.', schema: z.enum(['poll', 'backfill', 'replay']) },
  { name: 'dryRun', description: 'Report what would change, but change nothing.', schema: z.boolean() },
]

interface Operation {
  summary: string
  status?: number
  response: ResponseName
  /** Each server-sent event of the answer is such a response. */
  isStream?: boolean
  parameters?: Parameter[]
  /** The scope that the token or signed-in user needs; without it, the call is public. */
  scope?: Scope
  body?: z.ZodType | 'document'
}

const QUEUE_VENDOR: Parameter = { name: 'vendor', description: 'Only of this vendor, by its slug.', schema: z.string() }

const DRY_RUN: Parameter = {
  name: 'dryRun',
  description: 'Report what would happen, but change nothing.',
  schema: z.boolean(),
}
const CONFIRM: Parameter = {
  name: 'confirm',
  description: 'What to delete, typed exactly: the slug of a vendor or the key of a source.',
  schema: z.string(),
}

const PATHS: Record<string, Partial<Record<'get' | 'post' | 'patch' | 'delete', Operation>>> = {
  '/api/v1/vendors': {
    get: {
      summary: 'All vendors with their figures for the last 24 months',
      response: 'VendorList',
      parameters: [
        { name: 'cursor', description: '`nextCursor` of the previous page.', schema: z.string() },
        { name: 'limit', description: 'Vendors per page.', schema: z.int().min(1).max(1000).default(500) },
      ],
    },
    post: { summary: 'Add a vendor', response: 'Vendor', status: 201, scope: 'admin', body: newVendorSchema },
  },
  '/api/v1/vendor-names': {
    get: {
      summary: 'All vendors by name, or those with a name, without figures, for a selection list',
      response: 'VendorNames',
      parameters: Object.entries(vendorNamesParameters).map(([name, schema]) => ({
        name,
        description: schema.description ?? name,
        schema,
      })),
    },
  },
  '/api/v1/restatements': {
    get: {
      summary: 'The figures that a new version of the method changed, before and after, with the causes',
      response: 'RestatementList',
    },
  },
  '/api/v1/vendors/{vendor}': {
    get: { summary: 'A vendor, its state and its history', response: 'Vendor', parameters: HISTORY_PARAMETERS },
    patch: { summary: 'Change a vendor: edit, pause, rename', response: 'Vendor', scope: 'admin', body: vendorChange },
    delete: { summary: 'Delete a vendor', response: 'nothing', status: 204, scope: 'admin', parameters: [CONFIRM] },
  },
  '/api/v1/vendors/{vendor}/sources': {
    get: { summary: "A vendor's sources, the primary first", response: 'SourceList', scope: 'read' },
    post: { summary: 'Add a source', response: 'Source', status: 201, scope: 'admin', body: newSourceSchema },
  },
  '/api/v1/vendors/{vendor}/merge': {
    post: {
      summary: 'Merge a vendor into another; this cannot be undone',
      response: 'Merge',
      scope: 'admin',
      body: mergeInput,
      parameters: [DRY_RUN],
    },
  },
  '/api/v1/sources/{source}': {
    patch: {
      summary: 'Change a source; a dry run reports which headline figures a new primary source changes',
      response: 'Source',
      scope: 'admin',
      body: sourceChange,
      parameters: [DRY_RUN],
    },
    delete: {
      summary: 'Delete a source',
      response: 'nothing',
      status: 204,
      scope: 'admin',
      parameters: [CONFIRM, DRY_RUN],
    },
  },
  '/api/v1/sources/{source}/move': {
    post: {
      summary: 'Continue a history at a new address; a dry run only reports how incidents match',
      response: 'Move',
      status: 202,
      scope: 'admin',
      body: moveInput,
      parameters: [DRY_RUN],
    },
    delete: { summary: 'Undo a move', response: 'Source', scope: 'admin' },
  },
  '/api/v1/vendors/{vendor}/incidents': {
    get: {
      summary: "A vendor's incidents in a window, newest first",
      response: 'IncidentList',
      parameters: [...HISTORY_PARAMETERS, ...PAGE_PARAMETERS],
    },
  },
  '/api/v1/vendors/{vendor}/documents': {
    post: {
      summary: 'Push a document of one of the platforms',
      response: 'RunList',
      status: 202,
      scope: 'ingest',
      body: 'document',
      parameters: [
        {
          name: 'platform',
          description: 'The platform whose format the document has; `detect` recognises the format.',
          schema: z.string(),
          required: true,
        },
        {
          name: 'fetchedAt',
          description: 'When the document was read from its source.',
          schema: z.iso.datetime({ offset: true }),
        },
        { name: 'dryRun', description: 'Report what would change, but change nothing.', schema: z.boolean() },
      ],
    },
  },
  '/api/v1/vendors/{vendor}/ingest': {
    post: {
      summary: "Read a vendor's sources again",
      response: 'RunList',
      status: 202,
      scope: 'ingest',
      parameters: INGEST_PARAMETERS,
    },
  },
  '/api/v1/ingest': {
    post: {
      summary: 'Read the sources of all vendors again; a replay includes paused sources',
      response: 'Batch',
      status: 202,
      scope: 'ingest',
      parameters: INGEST_PARAMETERS,
    },
  },
  '/api/v1/queue': {
    get: {
      summary: 'The runs that people wait for: those that they requested, and first reads',
      response: 'QueueProgress',
      scope: 'read',
      parameters: [QUEUE_VENDOR],
    },
  },
  '/api/v1/queue/events': {
    get: {
      summary: 'The same, at once and at every change until nothing is under way',
      response: 'QueueProgress',
      isStream: true,
      scope: 'read',
      parameters: [QUEUE_VENDOR],
    },
  },
  '/api/v1/sample/read': {
    post: {
      summary: 'Add and read the real status pages of the vendors that have only the bundled sample',
      response: 'AddedVendors',
      status: 202,
      scope: 'admin',
      parameters: [{ name: 'backfill', description: 'Read the whole history too.', schema: z.boolean().default(true) }],
    },
  },
  '/api/v1/sample': {
    delete: {
      summary: 'Remove the bundled sample, and the vendors that have nothing else',
      response: 'SampleRemoval',
      scope: 'admin',
      parameters: [DRY_RUN, { name: 'confirm', description: 'Must be `sample`.', schema: z.string() }],
    },
  },
  '/api/v1/batches/{batch}': {
    get: {
      summary: 'Runs that were requested together, with the figures that each run changes',
      response: 'Batch',
      scope: 'read',
    },
  },
  '/api/v1/batches/{batch}/events': {
    get: {
      summary: 'Progress of the runs of a batch, at once and at every change until the last run has ended',
      response: 'BatchProgress',
      isStream: true,
      scope: 'read',
    },
  },
  '/api/v1/batches/{batch}/apply': {
    post: {
      summary: 'Do for real what a batch of dry runs reported',
      response: 'Batch',
      status: 202,
      scope: 'ingest',
    },
  },
  '/api/v1/incidents/{incident}': {
    get: {
      summary: 'One incident with its timeline, revisions, corrections and mentions',
      response: 'Incident',
      parameters: HISTORY_PARAMETERS.filter(({ name }) => name === 'asOf'),
    },
  },
  '/api/v1/at': {
    get: {
      summary: 'What was down at an instant',
      response: 'Moment',
      parameters: [
        { name: 't', description: 'The instant.', schema: z.iso.datetime({ offset: true }), required: true },
      ],
    },
  },
  '/api/v1/search': {
    get: {
      summary: 'Incidents by the words in them',
      response: 'SearchResult',
      parameters: [
        { name: 'q', description: 'Words, "phrases" and -exclusions.', schema: z.string().max(100), required: true },
        ...PAGE_PARAMETERS,
      ],
    },
  },
  '/api/v1/detect': {
    post: {
      summary: 'Detect the platform of an address',
      response: 'Detection',
      scope: 'ingest',
      body: detectInput,
    },
  },
  '/api/v1/runs/{run}': { get: { summary: 'One run', response: 'Run', scope: 'read' } },
  '/api/v1/runs/{run}/events': {
    get: {
      summary: 'A run, at once and at every change until it has ended',
      response: 'Run',
      isStream: true,
      scope: 'read',
    },
  },
}

/** The API as an OpenAPI 3.1 document, generated from the schemas that type the answers. */
export function openApiDocument() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Outage History',
      version: '1',
      description: 'Outage history of vendors, from what they published.',
    },
    servers: [{ url: getEnv().PUBLIC_URL }],
    paths: Object.fromEntries(
      Object.entries(PATHS).map(([path, operations]) => [
        path,
        Object.fromEntries(
          Object.entries(operations).map(([method, operation]) => [method, describe(path, operation)]),
        ),
      ]),
    ),
    components: {
      schemas: {
        ...Object.fromEntries(Object.entries(RESPONSES).map(([name, schema]) => [name, toSchema(schema, 'output')])),
        Problem: {
          type: 'object',
          description: 'RFC 9457',
          required: ['title', 'status'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            detail: { type: 'string' },
          },
        },
      },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: describeTokens() } },
    },
  }
}

function describe(path: string, operation: Operation) {
  const { summary, status = 200, response, isStream = false, parameters = [], scope, body } = operation
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const inQuery = parameters.map(({ name, description, schema, required = false }) => ({
    name,
    in: 'query',
    required,
    description,
    schema: toSchema(schema, 'input'),
  }))
  return {
    summary,
    parameters: [...inPath, ...inQuery],
    ...(body && { requestBody: { required: true, content: describeBody(body) } }),
    ...(scope && { description: `Requires a token with scope ${scope} or higher.`, security: [{ token: [scope] }] }),
    responses: {
      [status]: {
        description: summary,
        ...(response !== 'nothing' && {
          content: {
            [isStream ? 'text/event-stream' : 'application/json']: {
              schema: { $ref: `#/components/schemas/${response}` },
            },
          },
        }),
      },
      default: {
        description: 'What went wrong',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function describeTokens(): string {
  const scopes = SCOPES.map((scope) => `- \`${scope}\`: ${SCOPE_WORDS[scope]}`)
  return `A token created at /admin/tokens, or ADMIN_TOKEN, which has scope admin. Scopes, each including those before it:\n${scopes.join('\n')}`
}

function describeBody(body: z.ZodType | 'document') {
  return body === 'document'
    ? { 'application/octet-stream': { schema: { type: 'string', contentEncoding: 'binary' } } }
    : { 'application/json': { schema: toSchema(body, 'input') } }
}

function toSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
    },
  })
  return rest
}
