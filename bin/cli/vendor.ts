import { addVendorsFromCatalogue } from '#lib/admin/vendor/add-vendor.ts'
import { deleteVendor, pauseVendor, renameVendor } from '#lib/admin/vendor/change-vendor.ts'
import { mergeVendors, tryMerge } from '#lib/admin/vendor/merge-vendors.ts'
import { createVendor } from '#lib/admin/vendor/vendors.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { describeDeletionImpact } from '#lib/text/deletion-impact.ts'
import { toRowId } from '#lib/url/row-id.ts'
import { type Command, type Console, readOptions, splitList, UsageError } from './command.ts'
import { whenRead } from './follow-run.ts'

export const vendor: Command = {
  usage: [
    'vendor add --slug SLUG --name NAME [--website ADDRESS] [--category WORD] [--platform PLATFORM --url ADDRESS]',
    'vendor add --from-catalogue SLUG[,SLUG…] [--no-backfill]',
    'vendor rename --vendor SLUG --slug NEW',
    'vendor pause | resume --vendor SLUG',
    'vendor merge --vendor SLUG --into SLUG [--primary ID] [--dry-run | --confirm SLUG]',
    'vendor delete --vendor SLUG --confirm SLUG',
  ],
  async run(args, { print }) {
    const { values, positionals } = readOptions(vendor, args, OPTIONS, [], 1)
    const subcommand = SUBCOMMANDS[positionals[0] ?? '']
    if (subcommand !== undefined) return await subcommand(values, print)
    if (positionals[0] !== 'add') throw new UsageError(`Usage: ${vendor.usage.join('\n       ')}`)
    const known = values['from-catalogue']
    if (known !== undefined) {
      const options = { backfill: !values['no-backfill'], actor: 'cli', trigger: 'cli' } as const
      const { added, refused } = await addVendorsFromCatalogue(splitList(known), options)
      if (added.length === 0) throw new InvalidInputError(refused.join('\n'), 'from-catalogue')
      for (const sentence of refused) print(sentence)
      print(`Added ${added.map(({ name }) => name).join(', ')}. ${await whenRead()}`)
      return refused.length === 0 ? 0 : 1
    }
    const { slug, name, platform, url } = values
    if (slug === undefined || name === undefined) throw new UsageError('Give --slug and --name, or --from-catalogue.')
    if ((platform === undefined) !== (url === undefined)) {
      throw new UsageError('Give --platform and --url together: the platform of the source and its address.')
    }
    await createVendor(
      {
        slug,
        name,
        websiteUrl: values.website ?? null,
        category: values.category ?? null,
        sources: platform === undefined || url === undefined ? [] : [{ platform, url }],
      },
      'cli',
    )
    print(`Added ${slug}.`)
    return 0
  },
}

const OPTIONS = {
  slug: { type: 'string' },
  name: { type: 'string' },
  website: { type: 'string' },
  category: { type: 'string' },
  platform: { type: 'string' },
  url: { type: 'string' },
  'from-catalogue': { type: 'string' },
  // The default, as in the admin area and the API; still accepted.
  backfill: { type: 'boolean' },
  'no-backfill': { type: 'boolean', default: false },
  vendor: { type: 'string' },
  into: { type: 'string' },
  primary: { type: 'string' },
  confirm: { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const

type Values = ReturnType<typeof readOptions<typeof OPTIONS>>['values']

/** Subcommands for existing vendors. */
const SUBCOMMANDS: Record<string, (values: Values, print: Console['print']) => Promise<number>> = {
  async rename(values, print) {
    print(`Renamed to ${await renameVendor(slugOf(values), values.slug ?? '', 'cli')}; the old slug redirects there.`)
    return 0
  },
  async pause(values, print) {
    await pauseVendor(slugOf(values), true, 'cli')
    print('Paused: its sources are not read until you resume the vendor.')
    return 0
  },
  async resume(values, print) {
    await pauseVendor(slugOf(values), false, 'cli')
    print('Resumed.')
    return 0
  },
  async merge(values, print) {
    const [slug, into] = [slugOf(values), values.into ?? '']
    const primary = values.primary === undefined ? null : toRowId(values.primary)
    if (values.primary !== undefined && primary === null)
      throw new UsageError('--primary must be the id of a source from `source list`.')
    const review = await tryMerge(slug, into, primary, new Date())
    const { own, before, after } = review.figures
    print(`Moved: ${describeDeletionImpact(review.deletionImpact)}. You cannot undo a merge.`)
    if (review.shared.length > 0) print(`Both read ${review.shared.join(', ')}: incidents that both have count once.`)
    for (const [figure, value] of Object.entries(after)) {
      const was = { ...before }[figure]
      print(`${figure}: ${slug} ${{ ...own }[figure]}, ${into} ${was} → ${value}`)
    }
    if (values['dry-run']) return 0
    await mergeVendors(slug, { into, primary, confirmation: values.confirm ?? '' }, 'cli')
    print(`${slug} is now part of ${into}; its addresses redirect there.`)
    return 0
  },
  async delete(values, print) {
    await deleteVendor(slugOf(values), values.confirm ?? '', 'cli')
    print('Deleted, with everything that belonged to it.')
    return 0
  },
}

function slugOf({ vendor: slug }: Values): string {
  if (slug === undefined) throw new UsageError('--vendor is missing')
  return slug
}
