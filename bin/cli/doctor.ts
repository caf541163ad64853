import { checkInvariants } from '#lib/database/invariants.ts'
import { listTableSizes } from '#lib/database/table-sizes.ts'
import { retention } from '#lib/worker/daily-maintenance.ts'
import { type Command, readOptions } from './command.ts'

export const doctor: Command = {
  usage: ['doctor'],
  async run(args, { progress, print }) {
    readOptions(doctor, args, {})
    const sizes = await progress.step('Measuring the database', listTableSizes)
    for (const { table, rows, bytes, oldestAt } of sizes) {
      const since = oldestAt === null ? '' : `, the oldest of ${oldestAt.toISOString().slice(0, 16)}Z`
      print(`${table}: ${rows.toLocaleString('en')} rows, ${(bytes / 1_000_000).toFixed(1)} MB${since}`)
    }
    const { unchangedRunsDays, runsDays, signInsDays } = retention()
    print(`Retention: runs without changes ${unchangedRunsDays} days, other runs ${runsDays}, sign-ins ${signInsDays}.`)
    const violations = await progress.step('Checking the database', () => checkInvariants())
    for (const { rule, subject, detail } of violations) print(`${rule} ${subject}: ${detail}`)
    print(violations.length === 0 ? 'No problems found.' : `${violations.length} contradictions in the data.`)
    return violations.length === 0 ? 0 : 1
  },
}
