import { checkInvariants } from '#lib/ingest/invariants.ts'
import { type Command, readOptions } from './command.ts'

export const doctor: Command = {
  usage: ['doctor'],
  async run(args, { progress, print }) {
    readOptions(doctor, args, {})
    const violations = await progress.step('Checking what is stored', () => checkInvariants())
    for (const { rule, subject, detail } of violations) print(`${rule} ${subject}: ${detail}`)
    print(violations.length === 0 ? 'All is well.' : `${violations.length} places where the data contradicts itself.`)
    return violations.length === 0 ? 0 : 1
  },
}
