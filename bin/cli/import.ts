import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { importRows, noteReplacement } from '#lib/admin/transfer.ts'
import { type Command, readOptions, UsageError } from './command.ts'

export const importAll: Command = {
  usage: ['import FILE.ndjson [--replace]'],
  async run(args, { progress, print }) {
    const { values, positionals } = readOptions(
      importAll,
      args,
      { replace: { type: 'boolean', default: false } },
      [],
      1,
    )
    const [path] = positionals
    if (path === undefined) throw new UsageError(`Which file? Usage: ${importAll.usage[0]}`)
    await access(path).catch(() => {
      throw new UsageError(`There is no file ${path}.`)
    })
    const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
    const count = await progress.step('Importing', () => importRows(lines, { replace: values.replace }))
    // A plain import fills an empty database, which is then as it was where the export was made.
    if (values.replace) await noteReplacement(path, count)
    print(`Read ${count} rows from ${path}.`)
    return 0
  },
}
