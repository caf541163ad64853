import { addFromCatalogue } from '#lib/admin/add-vendor.ts'
import { listCatalogue } from '#lib/admin/catalogue.ts'
import { createVendor } from '#lib/admin/vendors.ts'
import { type Command, type Console, readOptions, UsageError } from './command.ts'

export const vendor: Command = {
  usage: [
    'vendor add --slug SLUG --name NAME [--website ADDRESS] [--category WORD] [--platform PLATFORM --url ADDRESS]',
    'vendor add --from-catalogue SLUG [--backfill]',
    'vendor catalogue',
  ],
  async run(args, { print }) {
    const { values, positionals } = readOptions(vendor, args, OPTIONS, [], 1)
    if (positionals[0] === 'catalogue') return printCatalogue(print)
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
} as const

/** One vendor a line, for grep. */
function printCatalogue(print: Console['print']): number {
  for (const { slug, name, platform, sourceUrl } of listCatalogue()) print([slug, name, platform, sourceUrl].join('\t'))
  return 0
}
