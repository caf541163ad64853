import { requestIngest } from '#lib/admin/runs.ts'
import { type Command, readOptions } from './command.ts'
import { followRun } from './follow-run.ts'

export const replay: Command = {
  usage: ['replay --vendor SLUG [--dry-run]'],
  async run(args, console) {
    const { values } = readOptions(
      replay,
      args,
      { vendor: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
      ['vendor'],
    )
    const { vendor: vendorSlug = '' } = values
    let worst = 0
    const request = { vendorSlug, mode: 'replay', dryRun: values['dry-run'], trigger: 'cli', actor: 'cli' } as const
    for (const id of await requestIngest(request)) {
      worst = Math.max(worst, await followRun(id, console))
    }
    return worst
  },
}
