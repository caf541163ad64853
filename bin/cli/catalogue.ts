import { type CatalogueVendor, checkCatalogue, listCatalogue } from '#lib/admin/vendor/catalogue.ts'
import { type Command, type Console, readOptions, readTextFile } from './command.ts'

export const catalogue: Command = {
  usage: ['catalogue [--search WORDS] [--category WORD]', 'catalogue --check FILE'],
  async run(args, { print, progress }) {
    const options = { search: { type: 'string' }, category: { type: 'string' }, check: { type: 'string' } } as const
    const { values } = readOptions(catalogue, args, options)
    if (values.check !== undefined) return printFaults(await readTextFile('check', values.check), print)
    const found = listCatalogue({ q: values.search, category: values.category })
    for (const vendor of found) print(describe(vendor))
    if (found.length === 0) progress.say('The catalogue has no such vendor.')
    return 0
  },
}

/** One vendor per line, for grep. */
function describe({ slug, name, category, access, address, note }: CatalogueVendor): string {
  const platform = access.kind === 'source' ? access.platform : access.kind
  return [slug, name, category, platform, address, ...(note === null ? [] : [note])].join('\t')
}

function printFaults(text: string, print: Console['print']): number {
  const { vendors, faults } = checkCatalogue(text)
  for (const { line, reason } of faults) print(`line ${line}: ${reason}`)
  print(`${vendors.length} vendors, ${faults.length} lines with errors`)
  return faults.length === 0 ? 0 : 1
}
