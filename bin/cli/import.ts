import { basename } from 'node:path'
import { importRecords } from '#lib/admin/transfer/import-records.ts'
import { type Command, readOptions, UsageError } from './command.ts'
import { openExportFile } from './export-file.ts'
import { createRate } from './rate.ts'
import { stoppable } from './stoppable.ts'

export const importAll: Command = {
  usage: ['import FILE.ndjson[.gz|.zst] [--replace]'],
  async run(args, { progress, print }) {
    const options = { replace: { type: 'boolean', default: false } } as const
    const { values, positionals } = readOptions(importAll, args, options, [], 1)
    const [path] = positionals
    if (path === undefined) throw new UsageError(`Name the file to import. Usage: ${importAll.usage[0]}`)
    const file = await openExportFile(path)
    const rate = createRate()
    try {
      const counts = await progress.step('Importing', (note) => {
        const tell = (what: string) => note([what, file.progress()].filter((part) => part !== '').join(', '))
        const options = { replace: values.replace, name: basename(path), tell }
        return stoppable((signal) => importRecords(file.chunks, { ...options, signal }), progress.say)
      })
      print(`Read ${rate.summary(counts)} from ${path}.`)
      return 0
    } finally {
      file.close()
    }
  },
}
