import { z } from 'zod'
import { SOURCE_HEALTHS } from '#lib/domain/source-health.ts'
import { runErrorSchema, runSchema, runStateSchema, sourceOriginSchema } from './schemas.ts'

/** The responses of the calls that manage sources; also read by the admin area. */

const nullableInstant = z.date().nullable()

export const sourceSchema = z.object({
  id: z.number().int(),
  vendor: z.string(),
  vendorName: z.string(),
  key: z.string().describe('Platform and host; part of every permalink.'),
  platform: z.string(),
  url: z.string().nullable(),
  origin: sourceOriginSchema,
  isPrimary: z.boolean(),
  pollIntervalSeconds: z.number().int(),
  pausedAt: nullableInstant.describe("Of the source itself; a vendor's pause is the vendor's."),
  health: z.enum(SOURCE_HEALTHS),
  failures: z.number().int().describe('Polls that failed in a row.'),
  nextDueAt: nullableInstant,
  lastCheckedAt: nullableInstant,
  lastGoodReadAt: nullableInstant,
  incidentCount: z.number().int(),
  documentCount: z.number().int(),
  movedHint: z
    .object({
      url: z.string().nullable().describe('Null where the page is gone and nothing shows where to.'),
      platform: z.string().nullable(),
      evidence: z.string(),
      times: z.number().int(),
      since: z.string(),
    })
    .nullable()
    .describe('Where its polls have seen it go.'),
  movedTo: z.string().nullable().describe('Key of the source in which its history goes on.'),
  movedFrom: z.array(z.string()).describe('Keys of the sources whose history goes on in this one.'),
  lastRun: z
    .object({
      id: z.string(),
      state: runStateSchema,
      error: runErrorSchema.nullable(),
    })
    .nullable(),
})
export type AdminSource = z.infer<typeof sourceSchema>

export const movedIncidentSchema = z.object({ externalId: z.string(), title: z.string(), startedAt: nullableInstant })

export const moveSchema = z.object({
  to: z.object({ platform: z.string(), url: z.string(), evidence: z.string() }),
  way: z
    .enum(['address', 'source'])
    .describe('`address`: the same page, the source keeps its key. `source`: a source of its own beside the old one.'),
  pairs: z.array(z.object({ old: movedIncidentSchema, fresh: movedIncidentSchema })),
  onlyOld: z.array(movedIncidentSchema),
  onlyNew: z.array(movedIncidentSchema),
  leftOpen: z.array(movedIncidentSchema).describe('Open on the old page and not on the new one.'),
  runs: z.array(runSchema).describe('Empty after a dry run.'),
})

const figures = z.record(z.string(), z.number().nullable())

export const mergeSchema = z.object({
  slug: z.string(),
  into: z.string(),
  deletionImpact: z.record(z.string(), z.number().int()).describe('What the merge takes over, counted.'),
  goes: z.record(z.string(), z.number().int()).describe('The former name of `deletionImpact`.'),
  shared: z.array(z.string()).describe('Keys of sources that both have.'),
  sources: z.array(z.object({ id: z.number().int(), key: z.string(), isPrimary: z.boolean() })),
  figures: z.object({ own: figures, before: figures, after: figures }),
})
