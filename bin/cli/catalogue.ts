import { readFile } from 'node:fs/promises'
import { type CatalogueVendor, checkCatalogue, listCatalogue } from '#lib/admin/vendor/catalogue.ts'
import { type Command, type Console, readOptions } from './command.ts'

export const catalogue: Command = {
  usage: ['catalogue [--search WORDS] [--category WORD]', 'catalogue --check FILE'],
  async run(args, { print }) {
    const options = { search: { type: 'string' }, category: { type: 'string' }, check: { type: 'string' } } as const
    const { values } = readOptions(catalogue, args, options)
    if (values.check !== undefined) return printFaults(await readFile(values.check, 'utf8'), print)
    for (const vendor of listCatalogue({ q: values.search, category: values.category })) print(describe(vendor))
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
