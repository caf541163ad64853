import { z } from 'zod'
import { InvalidInputError } from '#lib/domain/errors.ts'

const httpUrl = z.url({ protocol: /^https?$/, message: 'must be an http or https address' }).max(2000)

/** What a vendor may be called, and where it may be. */
export const vendorFields = {
  slug: z
    .string()
    .max(64)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single hyphens')
    .refine((slug) => slug !== 'new', 'is the address of the page that adds vendors'),
  name: z.string().trim().min(1, 'must not be empty').max(100),
  websiteUrl: httpUrl.nullable(),
  category: z.string().trim().max(40).nullable(),
}

/** Where a source is read, and as what. */
export const newSourceSchema = z.object({ platform: z.string().max(40), url: httpUrl })

/** A vendor with its sources, the primary one first, as the API takes it too. */
export const newVendorSchema = z.object({
  slug: vendorFields.slug,
  name: vendorFields.name,
  websiteUrl: vendorFields.websiteUrl.default(null),
  category: vendorFields.category.default(null),
  sources: z.array(newSourceSchema).max(10).default([]),
})
export type NewVendor = z.infer<typeof newVendorSchema>

/** Throws InvalidInputError for a text that cannot be a slug. */
export function checkSlug(slug: string): void {
  const result = vendorFields.slug.safeParse(slug)
  if (!result.success) throw new InvalidInputError(result.error.issues[0]?.message ?? 'is not valid', 'slug')
}
