import { listRuns } from '#lib/queries/runs.ts'
import { type Command, readOptions } from './command.ts'
import { describeRun } from './follow-run.ts'

export const runs: Command = {
  usage: ['runs [--vendor SLUG] [--limit N]'],
  async run(args, { print }) {
    const { values } = readOptions(runs, args, { vendor: { type: 'string' }, limit: { type: 'string', default: '20' } })
    const limit = Math.min(Math.max(Number.parseInt(values.limit, 10) || 20, 1), 1000)
    for (const run of await listRuns(values.vendor === undefined ? {} : { vendor: values.vendor }, limit)) {
      print(`${run.createdAt.toISOString()} ${run.mode} by ${run.trigger}\n${describeRun(run)}`)
    }
    return 0
  },
}
