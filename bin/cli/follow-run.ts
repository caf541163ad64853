import { setTimeout as sleep } from 'node:timers/promises'
import { getRun } from '#lib/queries/runs.ts'
import type { RunView } from '#lib/queries/schemas.ts'
import { executeRun } from '#lib/worker/execute-run.ts'
import { runHandlers } from '#lib/worker/run-handlers.ts'
import { isWorkerAlive } from '#lib/worker/worker.ts'
import type { Console } from './command.ts'

const LOOK_EVERY_MS = 200

/**
 * Waits for a run to end: a live worker executes it, else this process does. Prints the result and returns the exit
 * code: 1 for a failed or suspicious run.
 */
export async function followRun(id: string, { progress, print }: Console): Promise<number> {
  const run = await progress.step('Working', async (note) => {
    for (;;) {
      const seen = await getRun(id)
      if (seen === null) throw new Error(`Run ${id} has been removed.`)
      if (seen.finishedAt !== null) return seen
      note(seen.state)
      const isOurs = seen.state === 'queued' && !(await isWorkerAlive())
      if (!isOurs || (await executeRun(id, runHandlers)) === 'busy') await sleep(LOOK_EVERY_MS)
    }
  })
  print(describeRun(run))
  return run.state === 'failed' || run.state === 'suspicious' ? 1 : 0
}

/** When runs are executed that nobody waits for here. */
export async function whenRead(): Promise<string> {
  return (await isWorkerAlive()) ? 'Reading has started.' : 'Reading starts as soon as a worker runs.'
}

/** A run in a few lines, for people. */
export function describeRun(run: RunView): string {
  const counts = `${run.created} created, ${run.updated} updated, ${run.unchanged} unchanged, ${run.withdrawn} withdrawn, ${run.quarantined} quarantined`
  return [
    `${run.state}${run.dryRun ? ' (dry run, nothing was written)' : ''}: ${run.vendor}, ${run.platform}: ${counts}`,
    ...(run.error === null ? [] : [`  ${run.error.message}`]),
    ...run.warnings.slice(0, 20).map((warning) => `  warning: ${warning}`),
    ...(run.dryRun
      ? run.diff.slice(0, 50).map((change) => `  ${describeChange(change as Record<string, unknown>)}`)
      : []),
    `  run ${run.id}`,
  ].join('\n')
}

function describeChange({ change, title, update, field, before, after }: Record<string, unknown>): string {
  const what = [title, update, field].filter((part) => part !== null && part !== undefined).join(' / ')
  const values = before === null && after === null ? '' : `: ${JSON.stringify(before)} → ${JSON.stringify(after)}`
  return `${change} ${what}${values}`.slice(0, 300)
}
