import { z } from 'zod'
import { ParseError } from '#lib/domain/errors.ts'
import { IMPACTS, KINDS, STATUSES } from '#lib/domain/incident.ts'
import {
  type Adapter,
  COMPLETENESSES,
  type Completeness,
  type ParsedComponent,
  type ParsedDocument,
  type ParsedIncident,
  type ParsedUpdate,
  type SourceDocument,
} from './adapter.ts'
import { stripControls } from './wire/decode.ts'
import { parseJson, peekJson } from './wire/json.ts'

/**
 * Our own format: a `ParsedDocument` as JSON, for the bundled sample, for export and for import.
 *
 *     {"format":"outage-history-archive/1","extent":"newest","page":{"name":"Acme"},"kinds":["incident"],"incidents":[
 *     {"externalId":"a1","title":"Mail is late","impact":"minor","updates":[
 *       {"externalId":"u1","status":"resolved","postedAt":"2026-03-03T12:41:00Z"}]}
 *     ]}
 *
 * Properties are those of `ParsedDocument`, instants are ISO 8601 with a zone, and anything null, empty or in DEFAULTS is left
 * out. An archive repeats what a source said, so it carries the warnings and quarantine of its original document. Since only we
 * write this format, an archive that breaks a rule was damaged or mistyped and is refused as a whole, with the place.
 */
export const archive: Adapter = {
  platform: 'archive',
  name: 'Outage history archive',
  poll: null,
  probes: null,
  recognise,
  parse,
  backfill: null,
  facts: {
    list: 'Everything that the archive holds, as the document from which it was made had it.',
    reach: 'As far as the archive.',
    components: 'As the original document had them.',
    maintenance: 'As the original document had it.',
    indicator: 'As the original document had it.',
    rate: null,
    knownFrom: 'this repository: it is our own format, "outage-history-archive/1"',
    quirks: [],
  },
}

const FORMAT = 'outage-history-archive/1'

/** The value of a property that is left out, besides null and the empty list. */
const DEFAULTS = { kind: 'incident', impact: 'unknown', updatesComplete: true, body: '', format: 'text' } as const

const text = z
  .string()
  .refine((value) => stripControls(value) === value && value.isWellFormed(), 'has control characters')
const name = text.min(1)
const address = text.regex(/^https?:\/\//, 'is no http or https address')
const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value))
const count = z.number().int().nonnegative()

/** Must list every property of the contract; a missing one does not compile. */
type SchemaOf<T> = Record<keyof T, z.ZodType>

const componentSchema = z.strictObject({
  externalId: name,
  name,
  group: orNull(text),
  sourceStatus: orNull(text),
  from: orNull(instant),
  to: orNull(instant),
} satisfies SchemaOf<ParsedComponent>)

const updateSchema = z.strictObject({
  externalId: name,
  status: orNull(z.enum(STATUSES)),
  sourceStatus: orNull(text),
  postedAt: instant,
  modifiedAt: orNull(instant),
  body: text.default(DEFAULTS.body),
  format: z.enum(['text', 'markdown']).default(DEFAULTS.format),
  componentChanges: listOf(z.strictObject({ externalId: orNull(text), name, from: orNull(text), to: orNull(text) })),
} satisfies SchemaOf<ParsedUpdate>)

const incidentSchema = z.strictObject({
  externalId: name,
  otherIds: listOf(name),
  kind: z.enum(KINDS).default(DEFAULTS.kind),
  title: name,
  impact: z.enum(IMPACTS).default(DEFAULTS.impact),
  sourceImpact: orNull(text),
  status: orNull(z.enum(STATUSES)),
  sourceStatus: orNull(text),
  statedStartedAt: orNull(instant),
  statedEndedAt: orNull(instant),
  scheduledFrom: orNull(instant),
  scheduledUntil: orNull(instant),
  startedAfter: orNull(instant),
  startedBefore: orNull(instant),
  modifiedAt: orNull(instant),
  sourceUrl: orNull(address),
  components: listById(componentSchema),
  regions: listOf(text),
  declaredUpdateCount: orNull(count),
  unclear: orNull(text),
  updatesComplete: z.boolean().default(DEFAULTS.updatesComplete),
  updateIdsDerived: z.boolean().optional(),
  endIsLastChange: z.boolean().optional(),
  isFallback: z.boolean().optional(),
  updates: listById(updateSchema).refine(isOldestFirst, 'the updates are not oldest first'),
} satisfies SchemaOf<ParsedIncident>)

const pageSchema = z.strictObject({
  name: orNull(text),
  url: orNull(address),
  timeZone: orNull(text),
  indicator: orNull(text),
})

const archiveSchema = z.strictObject({
  format: z.literal(FORMAT),
  /** The document's completeness, under the name that the format gives it. */
  extent: z.enum(COMPLETENESSES),
  kinds: listOf(z.enum(KINDS)),
  covers: orNull(z.strictObject({ from: instant, to: instant })),
  reach: orNull(
    z.strictObject({ order: z.enum(['started', 'created']), from: z.partialRecord(z.enum(KINDS), instant) }),
  ),
  declared: orNull(z.strictObject({ incidentCount: count, since: orNull(instant) })),
  page: orNull(pageSchema),
  components: listById(componentSchema),
  references: listOf(z.strictObject({ externalId: name, url: address })),
  warnings: listOf(z.strictObject({ path: text, message: text, value: orNull(text) })),
  quarantined: listOf(z.strictObject({ path: text, externalId: orNull(text), reason: text, raw: text })),
  incidents: listById(incidentSchema),
} satisfies SchemaOf<
  Omit<ParsedDocument, 'completeness' | 'dependsOnReadAt'> & { format: string; extent: Completeness }
>)

/** The text that `archive.parse` reads back as an equal document, one incident per line. */
export function formatArchive({ incidents, completeness, dependsOnReadAt: _, ...document }: ParsedDocument): string {
  const head = JSON.stringify({ format: FORMAT, extent: completeness, ...lean(document) }).slice(0, -1)
  const lines = incidents.map((incident) => JSON.stringify(lean(incident)))
  return `${head},"incidents":[\n${lines.join(',\n')}\n]}\n`
}

function recognise(document: SourceDocument): { evidence: string; sourceUrl: null } | null {
  const value = peekJson(document)
  const isArchive = typeof value === 'object' && value !== null && 'format' in value && value.format === FORMAT
  return isArchive ? { evidence: `its format is "${FORMAT}"`, sourceUrl: null } : null
}

function parse(document: SourceDocument): ParsedDocument {
  const read = archiveSchema.safeParse(parseJson(document))
  if (!read.success) {
    const [first, ...others] = read.error.issues
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`
    throw new ParseError(
      `${first?.message}${more}`,
      first === undefined || first.path.length === 0 ? null : z.core.toDotPath(first.path),
    )
  }
  const { format: _, extent: completeness, ...parsed } = read.data
  return { ...parsed, completeness }
}

function orNull<T extends z.ZodType>(schema: T) {
  return schema.nullable().default(null)
}

function listOf<T extends z.ZodType>(schema: T) {
  return z.array(schema).default(() => [])
}

function listById<T extends z.ZodType<{ externalId: string }>>(schema: T) {
  return listOf(schema).refine(
    (items) => new Set(items.map(({ externalId }) => externalId)).size === items.length,
    'lists an id twice',
  )
}

function isOldestFirst(updates: { postedAt: Date }[]): boolean {
  return updates.every(({ postedAt }, index) => postedAt >= (updates[index - 1]?.postedAt ?? postedAt))
}

function lean(value: object): Record<string, unknown> {
  const defaults: Record<string, unknown> = DEFAULTS
  const entries = Object.entries(value).filter(([key, inner]) => {
    return inner !== null && inner !== defaults[key] && !(Array.isArray(inner) && inner.length === 0)
  })
  return Object.fromEntries(entries.map(([key, inner]) => [key, leanValue(inner)]))
}

function leanValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z')
  if (Array.isArray(value)) return value.map(leanValue)
  return typeof value === 'object' && value !== null ? lean(value) : value
}
