import { createAccount, resetPassword } from '#lib/admin/accounts.ts'
import { getEnv } from '#lib/env.ts'
import { type Command, readOptions, UsageError } from './command.ts'

export const admin: Command = {
  usage: ['admin create --email ADDRESS [--role admin|viewer]', 'admin reset [--email ADDRESS]'],
  async run(args, { print }) {
    const options = { email: { type: 'string' }, role: { type: 'string', default: 'admin' } } as const
    const { values, positionals } = readOptions(admin, args, options, [], 1)
    const { email, role } = values
    if (role !== 'admin' && role !== 'viewer') throw new UsageError('--role is admin or viewer.')
    switch (positionals[0]) {
      case 'create':
        if (email === undefined) throw new UsageError('--email is missing: whose account is it to be?')
        print(`${email} may sign in, as ${role}, with the password\n\n  ${await createAccount(email, role, 'cli')}\n`)
        break
      case 'reset': {
        const whose = email ?? getEnv().ADMIN_EMAIL
        print(`The new password of ${whose} is\n\n  ${await resetPassword(whose, 'cli')}\n`)
        print('All sessions of the account have ended.')
        break
      }
      default:
        throw new UsageError(`Usage: ${admin.usage.join('\n       ')}`)
    }
    print('It is shown this once; /admin/account changes it.')
    return 0
  },
}
