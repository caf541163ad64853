import { z } from 'zod'
import { historyParameters } from '#lib/url/filter.ts'
import { catalogueParameters, vendorNamesParameters } from './inputs.ts'
import { ALERT_PATHS } from './openapi-alerts.ts'
import { DRY_RUN, type Method, type Operation, type Parameter } from './openapi-operation.ts'
import { STATUSPAGE_PATHS } from './openapi-statuspage.ts'

const DESCRIPTIONS: Record<string, string> = {
  kind: 'What to count and list; outages are of kind `incident`.',
  status: 'How far the vendor says that it has got.',
}
const EXAMPLES: Record<string, string | number> = { window: '2025-10', component: 'API', asOf: '2026-05-28T00:00:00Z' }

const PAGE_NAMES = ['cursor', 'limit']

/** The query of a history page and its API twin, as parsed. */
const ALL_PARAMETERS = Object.entries(historyParameters.shape).map(
  ([name, schema]): Parameter => ({
    name,
    description: schema.description ?? DESCRIPTIONS[name] ?? name,
    schema,
    ...(name in EXAMPLES && { example: EXAMPLES[name] }),
  }),
)
const HISTORY_PARAMETERS = ALL_PARAMETERS.filter(({ name }) => !PAGE_NAMES.includes(name))
const PAGE_PARAMETERS = ALL_PARAMETERS.filter(({ name }) => PAGE_NAMES.includes(name))

const INGEST_PARAMETERS: Parameter[] = [
  { name: 'mode', description: 'Default `poll`.', schema: z.enum(['poll', 'backfill', 'replay']) },
  { name: 'dryRun', description: 'Report what would change, but change nothing.', schema: z.boolean() },
]

const QUEUE_VENDOR: Parameter = { name: 'vendor', description: 'Only of this vendor, by its slug.', schema: z.string() }

const CONFIRM: Parameter = {
  name: 'confirm',
  description: 'What to delete, typed exactly: the slug of a vendor or the key of a source.',
  schema: z.string(),
}

function describedParameters(fields: Record<string, z.ZodType>): Parameter[] {
  return Object.entries(fields).map(([name, schema]) => ({ name, description: schema.description ?? name, schema }))
}

/** Every operation there is, by its path. */
export const PATHS: Record<string, Partial<Record<Method, Operation>>> = {
  '/api/v1/vendors': {
    get: {
      id: 'listVendors',
      tag: 'Vendors',
      summary: 'All vendors with their figures for the last 24 months',
      response: 'VendorList',
      parameters: [
        { name: 'cursor', description: '`nextCursor` of the previous page.', schema: z.string() },
        { name: 'limit', description: 'Vendors per page.', schema: z.int().min(1).max(1000).default(500) },
      ],
    },
    post: {
      id: 'createVendor',
      tag: 'Vendors',
      summary: 'Add a vendor',
      response: 'Vendor',
      status: 201,
      scope: 'admin',
      body: 'NewVendor',
    },
  },
  '/api/v1/vendor-names': {
    get: {
      id: 'listVendorNames',
      tag: 'Vendors',
      summary: 'All vendors by name, or those with a name, without figures, for a selection list',
      response: 'VendorNames',
      parameters: describedParameters(vendorNamesParameters),
    },
  },
  '/api/v1/restatements': {
    get: {
      id: 'listRestatements',
      tag: 'Vendors',
      summary: 'The figures that a new version of the method changed, before and after, with the causes',
      response: 'RestatementList',
    },
  },
  '/api/v1/track-record': {
    get: {
      id: 'getTrackRecord',
      tag: 'Vendors',
      summary: 'How often forecasts would have been right, over all and for each vendor',
      response: 'TrackRecordList',
    },
  },
  '/api/v1/vendors/{vendor}': {
    get: {
      id: 'getVendor',
      tag: 'Vendors',
      summary: 'A vendor, its state and its history',
      response: 'Vendor',
      parameters: HISTORY_PARAMETERS,
    },
    patch: {
      id: 'changeVendor',
      tag: 'Vendors',
      summary: 'Change a vendor: edit, pause, rename',
      response: 'Vendor',
      scope: 'admin',
      body: 'VendorChange',
    },
    delete: {
      id: 'deleteVendor',
      tag: 'Vendors',
      summary: 'Delete a vendor',
      response: 'nothing',
      status: 204,
      scope: 'admin',
      parameters: [CONFIRM],
    },
  },
  '/api/v1/vendors/{vendor}/candour': {
    get: {
      id: 'getCandour',
      tag: 'Vendors',
      summary: 'How a vendor reports its outages: figures with counts, without a grade',
      response: 'Candour',
      parameters: HISTORY_PARAMETERS,
    },
  },
  '/api/v1/vendors/{vendor}/sources': {
    get: {
      id: 'listSources',
      tag: 'Sources',
      summary: "A vendor's sources, the primary first",
      response: 'SourceList',
      scope: 'read',
    },
    post: {
      id: 'createSource',
      tag: 'Sources',
      summary: 'Add a source',
      response: 'Source',
      status: 201,
      scope: 'admin',
      body: 'NewSource',
    },
  },
  '/api/v1/vendors/{vendor}/merge': {
    post: {
      id: 'mergeVendor',
      tag: 'Vendors',
      summary: 'Merge a vendor into another; this cannot be undone',
      response: 'Merge',
      scope: 'admin',
      body: 'MergeRequest',
      parameters: [DRY_RUN],
    },
  },
  '/api/v1/sources/{source}': {
    patch: {
      id: 'changeSource',
      tag: 'Sources',
      summary: 'Change a source; a dry run reports which headline figures a new primary source changes',
      response: 'Source',
      scope: 'admin',
      body: 'SourceChange',
      parameters: [DRY_RUN],
    },
    delete: {
      id: 'deleteSource',
      tag: 'Sources',
      summary: 'Delete a source',
      response: 'nothing',
      status: 204,
      scope: 'admin',
      parameters: [CONFIRM, DRY_RUN],
    },
  },
  '/api/v1/sources/{source}/move': {
    post: {
      id: 'moveSource',
      tag: 'Sources',
      summary: 'Continue a history at a new address; a dry run only reports how incidents match',
      response: 'Move',
      status: 202,
      scope: 'admin',
      body: 'MoveRequest',
      parameters: [DRY_RUN],
    },
    delete: { id: 'undoMove', tag: 'Sources', summary: 'Undo a move', response: 'Source', scope: 'admin' },
  },
  ...ALERT_PATHS,
  '/api/v1/vendors/{vendor}/incidents': {
    get: {
      id: 'listIncidents',
      tag: 'Incidents',
      summary: "A vendor's incidents in a window, newest first",
      response: 'IncidentList',
      parameters: [...HISTORY_PARAMETERS, ...PAGE_PARAMETERS],
    },
  },
  '/api/v1/vendors/{vendor}/documents': {
    post: {
      id: 'pushDocument',
      tag: 'Runs',
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
      id: 'ingestVendor',
      tag: 'Runs',
      summary: "Read a vendor's sources again",
      response: 'RunList',
      status: 202,
      scope: 'ingest',
      parameters: INGEST_PARAMETERS,
    },
  },
  '/api/v1/ingest': {
    post: {
      id: 'ingestAll',
      tag: 'Runs',
      summary: 'Read the sources of all vendors again; a replay includes paused sources',
      response: 'Batch',
      status: 202,
      scope: 'ingest',
      parameters: INGEST_PARAMETERS,
    },
  },
  '/api/v1/queue': {
    get: {
      id: 'getQueue',
      tag: 'Runs',
      summary: 'The runs that people wait for: those that they requested, and first reads',
      response: 'QueueProgress',
      scope: 'read',
      parameters: [QUEUE_VENDOR],
    },
  },
  '/api/v1/queue/events': {
    get: {
      id: 'followQueue',
      tag: 'Runs',
      summary: 'The same, at once and at every change until nothing is under way',
      response: 'QueueProgress',
      isStream: true,
      scope: 'read',
      parameters: [QUEUE_VENDOR],
    },
  },
  '/api/v1/catalogue': {
    get: {
      id: 'listCatalogue',
      tag: 'Vendors',
      summary: 'The vendors whose status pages the site knows, added already or not',
      response: 'Catalogue',
      scope: 'read',
      parameters: describedParameters(catalogueParameters),
    },
    post: {
      id: 'addFromCatalogue',
      tag: 'Vendors',
      summary: 'Add vendors of the catalogue and read their status pages',
      response: 'AddedVendors',
      status: 202,
      scope: 'admin',
      body: 'CatalogueRequest',
    },
  },
  '/api/v1/sample/read': {
    post: {
      id: 'replaceSample',
      tag: 'Vendors',
      summary: 'Add and read the real status pages of the vendors that have only the bundled sample',
      response: 'AddedVendors',
      status: 202,
      scope: 'admin',
      parameters: [{ name: 'backfill', description: 'Read the whole history too.', schema: z.boolean().default(true) }],
    },
  },
  '/api/v1/sample': {
    delete: {
      id: 'removeSample',
      tag: 'Vendors',
      summary: 'Remove the bundled sample, and the vendors that have nothing else',
      response: 'SampleRemoval',
      scope: 'admin',
      parameters: [DRY_RUN, { name: 'confirm', description: 'Must be `sample`.', schema: z.string() }],
    },
  },
  '/api/v1/batches/{batch}': {
    get: {
      id: 'getBatch',
      tag: 'Runs',
      summary: 'Runs that were requested together, with the figures that each run changes',
      response: 'Batch',
      scope: 'read',
    },
  },
  '/api/v1/batches/{batch}/events': {
    get: {
      id: 'followBatch',
      tag: 'Runs',
      summary: 'Progress of the runs of a batch, at once and at every change until the last run has ended',
      response: 'BatchProgress',
      isStream: true,
      scope: 'read',
    },
  },
  '/api/v1/batches/{batch}/apply': {
    post: {
      id: 'applyBatch',
      tag: 'Runs',
      summary: 'Do for real what a batch of dry runs reported',
      response: 'Batch',
      status: 202,
      scope: 'ingest',
    },
  },
  '/api/v1/incidents/{incident}': {
    get: {
      id: 'getIncident',
      tag: 'Incidents',
      summary: 'One incident with its timeline, revisions, corrections and mentions',
      response: 'IncidentInFull',
      parameters: HISTORY_PARAMETERS.filter(({ name }) => name === 'asOf'),
    },
  },
  '/api/v1/at': {
    get: {
      id: 'listIncidentsAt',
      tag: 'Incidents',
      summary: 'What was down at an instant',
      response: 'Moment',
      parameters: [
        {
          name: 't',
          description: 'The instant.',
          schema: z.iso.datetime({ offset: true }),
          required: true,
          example: '2025-06-12T19:45:00Z',
        },
      ],
    },
  },
  '/api/v1/search': {
    get: {
      id: 'searchIncidents',
      tag: 'Incidents',
      summary: 'Incidents by the words in them',
      response: 'SearchResult',
      parameters: [
        {
          name: 'q',
          description: 'Words, "phrases" and -exclusions.',
          schema: z.string().max(100),
          required: true,
          example: 'elevated errors',
        },
        ...PAGE_PARAMETERS,
      ],
    },
  },
  '/api/v1/detect': {
    post: {
      id: 'detectPlatform',
      tag: 'Sources',
      summary: 'Detect the platform of an address',
      response: 'Detection',
      scope: 'ingest',
      body: 'DetectionRequest',
    },
  },
  '/api/v1/runs/{run}': { get: { id: 'getRun', tag: 'Runs', summary: 'One run', response: 'Run', scope: 'read' } },
  '/api/v1/runs/{run}/events': {
    get: {
      id: 'followRun',
      tag: 'Runs',
      summary: 'A run, at once and at every change until it has ended',
      response: 'Run',
      isStream: true,
      scope: 'read',
    },
  },
  ...STATUSPAGE_PATHS,
}
