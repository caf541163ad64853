import { addFromCatalogue } from '#lib/admin/vendor/add-vendor.ts'
import { deleteVendor, pauseVendor, renameVendor } from '#lib/admin/vendor/change-vendor.ts'
import { mergeVendors, tryMerge } from '#lib/admin/vendor/merge-vendors.ts'
import { createVendor } from '#lib/admin/vendor/vendors.ts'
import { toRowId } from '#lib/url/row-id.ts'
import { type Command, type Console, readOptions, UsageError } from './command.ts'
import { describeDeletionImpact } from './source.ts'

export const vendor: Command = {
  usage: [
    'vendor add --slug SLUG --name NAME [--website ADDRESS] [--category WORD] [--platform PLATFORM --url ADDRESS]',
    'vendor add --from-catalogue SLUG [--backfill]',
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
      const { name } = await addFromCatalogue(known, { backfill: values.backfill ?? false, actor: 'cli' })
      print(`Added ${name}; the worker reads it.`)
      return 0
    }
    const { slug, name, platform, url } = values
    if (slug === undefined || name === undefined)
      throw new UsageError('--slug and --name are needed, or --from-catalogue.')
    if ((platform === undefined) !== (url === undefined)) {
      throw new UsageError('--platform and --url belong together: what a source speaks, and where it is.')
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
  backfill: { type: 'boolean' },
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
    print(`It is ${await renameVendor(slugOf(values), values.slug ?? '', 'cli')} now; the old slug leads to it.`)
    return 0
  },
  async pause(values, print) {
    await pauseVendor(slugOf(values), true, 'cli')
    print('Paused: nothing is read until it is resumed.')
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
      throw new UsageError('--primary is the id of a source, as `source list` shows it.')
    const review = await tryMerge(slug, into, primary, new Date())
    const { own, before, after } = review.figures
    print(`Over goes: ${describeDeletionImpact(review.deletionImpact)}. A merge cannot be undone.`)
    if (review.shared.length > 0) print(`Both read ${review.shared.join(', ')}: what both hold counts once.`)
    for (const [figure, value] of Object.entries(after)) {
      const was = { ...before }[figure]
      print(`${figure}: ${slug} ${{ ...own }[figure]}, ${into} ${was} → ${value}`)
    }
    if (values['dry-run']) return 0
    await mergeVendors(slug, { into, primary, confirmation: values.confirm ?? '' }, 'cli')
    print(`${slug} is a part of ${into} now; its addresses lead there.`)
    return 0
  },
  async delete(values, print) {
    await deleteVendor(slugOf(values), values.confirm ?? '', 'cli')
    print('Deleted, with all that belonged to it.')
    return 0
  },
}

function slugOf({ vendor: slug }: Values): string {
  if (slug === undefined) throw new UsageError('--vendor is missing')
  return slug
}
