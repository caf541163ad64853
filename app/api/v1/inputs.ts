import { z } from 'zod'
import { MAX_NOT_DUPLICATES } from '#lib/admin/source/moves.ts'
import { vendorFields } from '#lib/admin/vendor/vendor-input.ts'

/** Bodies of the writing calls, also used in the OpenAPI document, together with those of lib/admin/vendor/vendor-input.ts. */

/** The query of the calls that start a new read of sources. */
export const ingestParameters = {
  mode: z.enum(['poll', 'backfill', 'replay']).default('poll'),
  dryRun: z.stringbool().default(false),
}

export const queueParameters = { vendor: z.string().max(64).optional() }

export const vendorNamesParameters = {
  q: z
    .string()
    .max(200)
    .optional()
    .describe('A part of a name, or several with commas between them; the best match first.'),
  limit: z.coerce.number().int().min(1).max(100).optional().describe('Without `q` and `limit`, all are listed.'),
}

export const catalogueParameters = {
  q: z.string().max(200).optional().describe('Beginnings of words of a name, another name or an address.'),
  category: z.string().max(64).optional().describe('Only of this category, such as `Messaging`.'),
}

/** As many as a page of the admin area's list adds at once. */
const MAX_ADDED_AT_ONCE = 100

export const catalogueInput = z.object({
  vendors: z.array(z.string().max(64)).min(1).max(MAX_ADDED_AT_ONCE).describe('Slugs of the catalogue.'),
  backfill: z.boolean().default(true).describe('Read the whole history too, where the platform offers one.'),
})

export const vendorChange = z.object({
  name: vendorFields.name.optional(),
  websiteUrl: vendorFields.websiteUrl.optional(),
  category: vendorFields.category.optional(),
  slug: vendorFields.slug.optional().describe('A new slug; the old one then redirects to the new one.'),
  paused: z.boolean().optional(),
})

export const sourceChange = z.object({
  primary: z.literal(true).optional(),
  paused: z.boolean().optional(),
  pollIntervalSeconds: z.number().int().optional(),
})

export const mergeInput = z.object({
  into: z.string().max(64).describe('Slug of the vendor that stays.'),
  primary: z.int32().nullable().default(null).describe('Id of the source that becomes the primary one.'),
  confirm: z
    .string()
    .optional()
    .describe('The slug of the vendor that is merged into the other; not needed in a dry run.'),
})

const incidentIds = z.array(z.string()).max(MAX_NOT_DUPLICATES).default([])

export const moveInput = z.object({
  url: z.string().trim().min(1).max(2000),
  toleranceMinutes: z.number().int().min(0).max(10_080).default(30),
  notDuplicates: incidentIds.describe('External ids of incidents that only look like duplicates.'),
  apart: incidentIds.describe('The former name of `notDuplicates`; If both are given, their lists are combined.'),
})

export const detectInput = z.object({ url: z.string().trim().min(1).max(2000) })
