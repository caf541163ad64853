import { z } from 'zod'

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

export const detectInput = z.object({ url: z.string().trim().min(1).max(2000) })
