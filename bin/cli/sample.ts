import { addSamplePages, removeSample, trySampleRemoval } from '#lib/admin/vendor/sample.ts'
import { describeDeletionImpact } from '#lib/text/deletion-impact.ts'
import { type Command, readOptions, UsageError } from './command.ts'
import { whenRead } from './follow-run.ts'

const OPTIONS = {
  // The default, as in the admin area and the API; still accepted.
  backfill: { type: 'boolean' },
  'no-backfill': { type: 'boolean', default: false },
  confirm: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
} as const

/** The bundled sample: what replaces it, and its removal. */
export const sample: Command = {
  usage: ['sample read [--no-backfill]', 'sample remove [--dry-run | --confirm sample]'],
  async run(args, { print }) {
    const { values, positionals } = readOptions(sample, args, OPTIONS, [], 1)
    if (positionals[0] === 'read') {
      const { added, refused } = await addSamplePages({
        backfill: !values['no-backfill'],
        actor: 'cli',
        trigger: 'cli',
      })
      for (const { name } of added) print(`Added the status page of ${name}.`)
      for (const sentence of refused) print(sentence)
      if (added.length === 0) return 1
      print(await whenRead())
      return 0
    }
    if (positionals[0] !== 'remove') throw new UsageError(`Usage: ${sample.usage.join('\n       ')}`)
    const impact = await trySampleRemoval(new Date())
    print(`The removal deletes: ${describeDeletionImpact(impact)}.`)
    if (values['dry-run']) return 0
    await removeSample(values.confirm ?? '', 'cli')
    print('The sample is removed. It is not loaded again.')
    return 0
  },
}
