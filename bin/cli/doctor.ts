import { checkInvariants } from '#lib/database/invariants.ts'
import { listTableSizes } from '#lib/database/table-sizes.ts'
import { retention } from '#lib/worker/daily-maintenance.ts'
import { type Command, readOptions } from './command.ts'

export const doctor: Command = {
  usage: ['doctor'],
  async run(args, { progress, print }) {
    readOptions(doctor, args, {})
    const sizes = await progress.step('Measuring what is stored', listTableSizes)
    for (const { table, rows, bytes, oldestAt } of sizes) {
      const since = oldestAt === null ? '' : `, the oldest of ${oldestAt.toISOString().slice(0, 16)}Z`
      print(`${table}: ${rows.toLocaleString('en')} rows, ${(bytes / 1_000_000).toFixed(1)} MB${since}`)
    }
    const { unchangedRunsDays, runsDays, signInsDays } = retention()
    print(
      `Runs in which nothing changed are kept ${unchangedRunsDays} days, others ${runsDays}; sign-ins ${signInsDays}.`,
    )
    const violations = await progress.step('Checking what is stored', () => checkInvariants())
    for (const { rule, subject, detail } of violations) print(`${rule} ${subject}: ${detail}`)
    print(violations.length === 0 ? 'All is well.' : `${violations.length} places where the data contradicts itself.`)
    return violations.length === 0 ? 0 : 1
  },
}
