import { z } from 'zod'
import { MAX_APART } from '#lib/admin/moves.ts'

/** Bodies of the writing calls, also described in the OpenAPI document. */

export const slugInput = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single hyphens')
  .max(64)

const httpUrl = z.url({ protocol: /^https?$/, message: 'must be an http or https address' }).max(2000)

export const vendorInput = z.object({
  slug: slugInput,
  name: z.string().trim().min(1).max(100),
  websiteUrl: httpUrl.nullable().default(null),
  category: z.string().trim().max(40).nullable().default(null),
  sources: z
    .array(z.object({ platform: z.string().max(40), url: httpUrl }))
    .max(10)
    .default([]),
})

/** The query of the calls that read sources again. */
export const ingestParameters = {
  mode: z.enum(['poll', 'backfill', 'replay']).default('poll'),
  dryRun: z.stringbool().default(false),
}

export const sourceInput = z.object({ platform: z.string().max(40), url: httpUrl })

export const vendorChange = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  websiteUrl: httpUrl.nullable().optional(),
  category: z.string().trim().max(40).nullable().optional(),
  slug: slugInput.optional().describe('A new slug; the old one leads to it from then on.'),
  paused: z.boolean().optional(),
})

export const sourceChange = z.object({
  primary: z.literal(true).optional(),
  paused: z.boolean().optional(),
  pollIntervalSeconds: z.number().int().optional(),
})

export const mergeInput = z.object({
  into: z.string().max(64).describe('Slug of the vendor that stays.'),
  primary: z.int32().nullable().default(null).describe('Id of the source that is to be the primary one.'),
  confirm: z.string().optional().describe('The slug of the vendor that goes; not needed in a dry run.'),
})

export const moveInput = z.object({
  url: z.string().trim().min(1).max(2000),
  toleranceMinutes: z.number().int().min(0).max(10_080).default(30),
  apart: z
    .array(z.string())
    .max(MAX_APART)
    .default([])
    .describe('External ids of incidents that only look like twins.'),
})

export const detectInput = z.object({ url: z.string().trim().min(1).max(2000) })
