import { requestBatch } from '#lib/admin/run/batches.ts'
import type { IngestRequest } from '#lib/admin/run/runs.ts'
import { getBatch } from '#lib/queries/admin/batches.ts'
import type { BatchView } from '#lib/queries/schemas.ts'
import { type Command, type Console, readOptions, UsageError } from './command.ts'
import { followRun } from './follow-run.ts'

export const poll = readAgain('poll', 'poll --vendor SLUG | --all [--dry-run]')
export const backfill = readAgain('backfill', 'backfill --vendor SLUG | --all')
export const replay = readAgain('replay', 'replay --vendor SLUG | --all [--dry-run]')

/** Runs the sources of one vendor or of all again, and waits until the last run has ended. */
function readAgain(mode: IngestRequest['mode'], usage: string): Command {
  const command: Command = {
    usage: [usage],
    async run(args, console) {
      const { values } = readOptions(command, args, {
        vendor: { type: 'string' },
        all: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
      })
      const { vendor, all, 'dry-run': dryRun } = values
      if ((vendor === undefined) !== all) throw new UsageError(`Give either --vendor or --all.\nUsage: ${usage}`)
      const request = { vendorSlug: vendor ?? null, mode, dryRun, trigger: 'cli', actor: 'cli' } as const
      const { batch, runs } = await requestBatch(request)
      let worst = 0
      for (const id of runs) worst = Math.max(worst, await followRun(id, console))
      const seen = await getBatch(batch)
      if (seen !== null && runs.length > 1) printSummary(seen, console)
      return worst
    },
  }
  return command
}

/** The changes in headline figures, vendor by vendor. */
function printSummary({ id, runs, counts }: BatchView, { print }: Console): void {
  for (const { vendor, source, figures } of runs) {
    for (const { figure, before, after } of figures) print(`${vendor} (${source}): ${figure} ${before} → ${after}`)
  }
  const ends = Object.entries(counts).filter(([, count]) => count > 0)
  print(`${runs.length} runs: ${ends.map(([state, count]) => `${count} ${state}`).join(', ')}\n  batch ${id}`)
}
