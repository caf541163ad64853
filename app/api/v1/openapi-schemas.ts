import { z } from 'zod'
import { newSourceSchema, newVendorSchema } from '#lib/admin/vendor/vendor-input.ts'
import {
  alertEventKindSchema,
  digestMinutesSchema,
  ruleChange,
  ruleDryRunSchema,
  ruleInput,
  ruleSchema,
} from '#lib/domain/alerts/rule.ts'
import { mailSecuritySchema, newTargetInput, targetChange } from '#lib/domain/alerts/target-input.ts'
import { targetKindSchema } from '#lib/domain/alerts/target-kinds.ts'
import * as target from '#lib/domain/alerts/target-views.ts'
import { impactSchema, kindSchema } from '#lib/domain/site/incident-words.ts'
import { MAX_INCIDENTS_AT } from '#lib/queries/at.ts'
import * as read from '#lib/queries/schemas.ts'
import { mergeSchema, movedIncidentSchema, moveSchema, sourceSchema } from '#lib/queries/source-schemas.ts'
import * as statuspage from '#lib/queries/statuspage-schemas.ts'
import { catalogueInput, detectInput, mergeInput, moveInput, sourceChange, vendorChange } from './inputs.ts'

/** The schemas of the API by their names in its description, where each is written once and referred to by the others. */

const cursorSchema = z.string().nullable().describe('Send it as `cursor` for the next page; null on the last one.')
const vendorNameSchema = z.object({ slug: z.string(), name: z.string() })

const catalogueVendorSchema = z.object({
  slug: z.string(),
  name: z.string(),
  category: z.string(),
  platform: z.string().nullable().describe('Null where it is detected when the vendor is added, or cannot be read.'),
  url: z.url().describe('The address that is read, or that of its status page.'),
  websiteUrl: z.url().nullable(),
  unreadable: z.string().nullable().describe('Why its status page cannot be read; null where it can.'),
  note: z.string().nullable(),
})

export const RESPONSES = {
  VendorList: z.object({ vendors: z.array(read.vendorSummarySchema), nextCursor: cursorSchema }),
  VendorNames: z.object({
    vendors: z.array(vendorNameSchema),
    total: z.number().int().optional().describe('With `q` or `limit`: how many match, listed or not.'),
  }),
  Vendor: read.vendorSchema,
  Candour: read.candourSchema.extend({ window: z.object({ from: z.date(), to: z.date() }) }),
  IncidentList: z.object({
    incidents: z.array(read.incidentSchema),
    nextCursor: cursorSchema,
    total: z.number().int().describe('Of the whole list, not only of this page.'),
  }),
  SearchResult: z.object({
    incidents: z.array(read.incidentSchema),
    nextCursor: cursorSchema,
    vendors: z.array(vendorNameSchema).describe('Vendors with names like the query; only on the first page.'),
  }),
  RestatementList: z.object({
    method: z.number().int().describe('The version of the method that every figure follows.'),
    methods: z.array(z.object({ version: z.number().int(), date: z.string(), changes: z.array(z.string()) })),
    restatements: z.array(read.restatementSchema),
  }),
  TrackRecordList: read.trackRecordListSchema,
  Moment: z.object({
    t: z.date(),
    incidents: z
      .array(read.incidentSchema)
      .describe(`Outages and maintenances, newest first; at most ${MAX_INCIDENTS_AT} of each.`),
    isCut: z.boolean().describe('Whether more may have been open than are listed.'),
  }),
  IncidentInFull: read.incidentInFullSchema,
  Run: read.runSchema,
  RunList: z.object({ runs: z.array(read.runSchema) }),
  Batch: read.batchSchema,
  BatchProgress: read.batchProgressSchema,
  QueueProgress: read.queueProgressSchema,
  Catalogue: z.object({ vendors: z.array(catalogueVendorSchema) }),
  AddedVendors: z.object({
    added: z.array(vendorNameSchema),
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
    preview: z.array(read.incidentSchema.partial()),
    counts: z
      .object({ incidents: z.number().int(), from: z.date().nullable(), to: z.date().nullable() })
      .describe('Everything that is listed there: how much, and its first and last known start.'),
    problems: z.array(z.string()).describe('What could not be read or parsed in the source as a whole.'),
    warnings: z.array(z.string()).describe('The problems, followed by what could not be parsed in single items.'),
  }),
  AlertRule: ruleSchema,
  AlertRuleList: z.object({ rules: z.array(ruleSchema) }),
  AlertRuleDryRun: ruleDryRunSchema,
  AlertTarget: target.targetAnswerSchema,
  AlertTargetList: z.object({ targets: z.array(target.targetAnswerSchema) }),
  NewAlertTargetAnswer: target.targetAnswerSchema.extend({
    signingSecret: z.string().nullable().describe('One that was made up for a webhook; it is never shown again.'),
  }),
  AlertDelivery: target.alertDeliverySchema.extend({ attempts: z.array(target.alertAttemptSchema) }),
  AlertDeliveryList: z.object({ deliveries: z.array(target.alertDeliverySchema), nextCursor: cursorSchema }),
  StatuspageSummary: statuspage.statuspageBodies.summary,
  StatuspageStatusBody: statuspage.statuspageBodies.status,
  StatuspageComponentList: statuspage.statuspageBodies.components,
  StatuspageIncidentList: statuspage.statuspageBodies.incidents,
  StatuspageIncidentBody: statuspage.statuspageBodies.incident,
  StatuspageMaintenanceList: statuspage.statuspageBodies.maintenances,
}
export type ResponseName = keyof typeof RESPONSES

/** Words that answers and requests share. */
const WORDS = {
  Kind: kindSchema,
  Impact: impactSchema,
  AlertEventKind: alertEventKindSchema,
  DigestMinutes: digestMinutesSchema,
  AlertTargetKind: targetKindSchema,
  MailSecurity: mailSecuritySchema,
}

/** Parts of responses. */
const PARTS = {
  State: read.stateSchema,
  ...WORDS,
  Status: read.statusSchema,
  DurationBasis: read.durationBasisSchema,
  AlertTargetHealth: target.targetHealthSchema,
  AlertDeliveryPurpose: target.deliveryPurposeSchema,
  AlertDeliveryState: target.deliveryStateSchema,
  AlertDeliverySummary: target.alertDeliverySchema,
  AlertAttempt: target.alertAttemptSchema,
  SourceOrigin: read.sourceOriginSchema,
  RunState: read.runStateSchema,
  RunError: read.runErrorSchema,
  RunCounts: read.runCountsSchema,
  CountsByImpact: read.countsByImpact,
  MonthFigures: read.monthSchema,
  HeadlineFigures: read.figuresSchema,
  MovedIncident: movedIncidentSchema,
  VendorName: vendorNameSchema,
  VendorSummary: read.vendorSummarySchema,
  VendorSource: read.sourceSchema,
  PageStatus: read.pageStatusSchema,
  History: read.historySchema,
  CoveragePeriod: read.coveragePeriodSchema,
  Incident: read.incidentSchema,
  Update: read.updateSchema,
  StatedWindow: read.statedWindowSchema,
  Expected: read.expectedSchema,
  ForecastBasis: read.forecastBasisSchema,
  KeptForecasts: read.keptSchema,
  TrackRecord: read.trackRecordSchema,
  ForecastRecord: read.forecastRecordSchema,
  Rate: read.rateSchema,
  UpperBound: read.atMostSchema,
  ReportingBreak: read.breakSchema,
  Trend: read.trendSchema,
  Revision: read.revisionSchema,
  Correction: read.correctionSchema,
  Mention: read.mentionSchema,
  NamedUpstream: read.upstreamSchema,
  Restatement: read.restatementSchema,
  StatuspagePage: statuspage.pageSchema,
  StatuspageStatus: statuspage.statusSchema,
  StatuspageComponent: statuspage.componentSchema,
  StatuspageIncident: statuspage.incidentSchema,
  StatuspageMaintenance: statuspage.maintenanceSchema,
  StatuspageUpdate: statuspage.updateSchema,
  StatuspageError: statuspage.statuspageBodies.error,
}

const INPUTS = {
  NewVendor: newVendorSchema,
  NewSource: newSourceSchema,
  CatalogueRequest: catalogueInput,
  VendorChange: vendorChange,
  SourceChange: sourceChange,
  MergeRequest: mergeInput,
  MoveRequest: moveInput,
  DetectionRequest: detectInput,
  NewAlertRule: ruleInput,
  AlertRuleChange: ruleChange,
  NewAlertTarget: newTargetInput,
  AlertTargetChange: targetChange,
}
export type InputName = keyof typeof INPUTS

/** Every error of the API, in JSON. */
const problemSchema = z
  .object({
    type: z.string().describe('An address that explains this kind of problem; `about:blank` without one.'),
    title: z.string().describe('The same for all problems of a status.'),
    status: z.number().int(),
    detail: z.string().describe('What is wrong, as a sentence.'),
    code: z.string().optional().describe('The kind of problem, for programs: `invalid_input`, `not_found`, …'),
    field: z.string().optional().describe('The parameter or property at fault.'),
  })
  .describe('RFC 9457')

type JsonSchema = Record<string, unknown>

/** All of them as JSON Schema, by name. */
export function componentSchemas(): Record<string, JsonSchema> {
  return {
    ...toSchemas({ ...RESPONSES, ...PARTS, Problem: problemSchema }, 'output'),
    ...toSchemas({ ...WORDS, ...INPUTS }, 'input'),
  }
}

/** One schema without a name, such as that of a parameter. */
export function toSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', ...REFINED })
  return rest
}

function toSchemas(named: Record<string, z.ZodType>, io: 'input' | 'output'): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => `#/components/schemas/${id}`, ...REFINED })
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]))
}

/** What Zod leaves out or writes so that readers of JSON Schema stumble over it. */
const REFINED = {
  unrepresentable: 'any',
  override: ({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }) => {
    const { def } = zodSchema._zod
    const { type } = def
    // In JSON, a date is text.
    if (type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' })
    // A record of all words of a list has a property for each, which Zod only requires.
    if (type === 'record' && Array.isArray(jsonSchema.required)) {
      const { additionalProperties, required, propertyNames: _, ...rest } = jsonSchema
      for (const name of Object.keys(jsonSchema)) delete jsonSchema[name]
      const properties = Object.fromEntries(required.map((name) => [name, additionalProperties]))
      Object.assign(jsonSchema, { ...rest, properties, required, additionalProperties: false })
    }
    // Anything, or null: anything.
    if (def.type === 'nullable' && def.innerType._zod.def.type === 'unknown') delete jsonSchema.anyOf
  },
} as const
