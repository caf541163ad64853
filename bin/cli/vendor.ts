import { createVendor } from '#lib/admin/vendors.ts'
import { type Command, readOptions, UsageError } from './command.ts'

export const vendor: Command = {
  usage: [
    'vendor add --slug SLUG --name NAME [--website ADDRESS] [--category WORD] [--platform PLATFORM --url ADDRESS]',
  ],
  async run(args, { print }) {
    const { values, positionals } = readOptions(
      vendor,
      args,
      {
        slug: { type: 'string' },
        name: { type: 'string' },
        website: { type: 'string' },
        category: { type: 'string' },
        platform: { type: 'string' },
        url: { type: 'string' },
      },
      ['slug', 'name'],
      1,
    )
    if (positionals[0] !== 'add') throw new UsageError(`Usage: ${vendor.usage.join('\n')}`)
    if ((values.platform === undefined) !== (values.url === undefined)) {
      throw new UsageError('--platform and --url belong together: what a source speaks, and where it is.')
    }
    const { slug = '', name = '', platform, url } = values
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
