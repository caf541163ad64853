import { inviteAccount } from '#lib/admin/account/account-links.ts'
import { changeRole, createAccount, findAccountId, removeAccount, resetPassword } from '#lib/admin/account/accounts.ts'
import { rotateSecret } from '#lib/admin/account/site-secret.ts'
import { LINK_DAYS, ROLES, type Role } from '#lib/domain/access.ts'
import { getEnv } from '#lib/env.ts'
import { listOpenLinks, listPeople } from '#lib/queries/admin/people.ts'
import { type Command, type Console, readOptions, readTextFile, UsageError } from './command.ts'

export const admin: Command = {
  usage: [
    'admin list',
    'admin create --email ADDRESS [--role admin|viewer]',
    'admin invite --email ADDRESS [--role admin|viewer]',
    'admin role --email ADDRESS --role admin|viewer',
    'admin reset [--email ADDRESS]',
    'admin remove --email ADDRESS --yes [--keep-tokens]',
    'admin rotate-secret [--former FILE]',
  ],
  async run(args, { print }) {
    const options = {
      email: { type: 'string' },
      role: { type: 'string' },
      yes: { type: 'boolean', default: false },
      former: { type: 'string' },
      'keep-tokens': { type: 'boolean', default: false },
    } as const
    const { values, positionals } = readOptions(admin, args, options, [], 1)
    const email = () => values.email ?? missing('--email is missing: give the address of the account.')
    switch (positionals[0]) {
      case 'list':
        await printPeople(print)
        return 0
      case 'create': {
        const role = readRole(values.role) ?? 'admin'
        const password = await createAccount(email(), role, 'cli')
        print(`${email()} can sign in as ${role} with the password\n\n  ${password}\n`)
        print('The password is shown only once; change it at /admin/account.')
        return 0
      }
      case 'invite': {
        const secret = await inviteAccount(email(), readRole(values.role) ?? 'viewer', 'cli')
        print(`Send this link to ${email()}. The link works once, within ${LINK_DAYS} days, and is shown only once:\n`)
        print(`  ${getEnv().PUBLIC_URL}/admin/join/${secret}`)
        return 0
      }
      case 'role': {
        const role = readRole(values.role) ?? missing('--role is missing: give admin or viewer.')
        await changeRole(await findAccountId(email()), role, 'cli')
        print(`${email()} is now ${role}. Their sessions have ended.`)
        return 0
      }
      case 'reset': {
        const whose = values.email ?? getEnv().ADMIN_EMAIL
        print(`The new password of ${whose} is\n\n  ${await resetPassword(whose, 'cli')}\n`)
        print('All sessions of the account have ended.')
        print('The password is shown only once; change it at /admin/account.')
        return 0
      }
      case 'remove': {
        const id = await findAccountId(email())
        if (!values.yes) {
          throw new UsageError(`This removes the account of ${email()} and ends its sessions. Add --yes to confirm.`)
        }
        await removeAccount(id, { revokesTokens: !values['keep-tokens'], actor: 'cli' })
        print(`Removed ${email()}.`)
        return 0
      }
      case 'rotate-secret': {
        // From a file, so that it stands in no list of processes.
        const former = values.former === undefined ? null : (await readTextFile('former', values.former)).trim()
        const { sessions, isKept } = await rotateSecret('cli', former)
        print(`All sites on this database must now use the AUTH_SECRET of this one. Sessions ended: ${sessions}.`)
        print(
          isKept
            ? 'The secrets of targets and the subscriptions of readers and programs have been kept.'
            : 'The former secret is not known here, so the secrets of targets have to be entered anew, and readers and programs subscribe anew.',
        )
        print('Restart every site and worker with this AUTH_SECRET.')
        return 0
      }
      default:
        throw new UsageError(`Usage: ${admin.usage.join('\n       ')}`)
    }
  },
}

function missing(message: string): never {
  throw new UsageError(message)
}

function readRole(text: string | undefined): Role | null {
  if (text === undefined) return null
  return ROLES.find((role) => role === text) ?? missing('--role must be admin or viewer.')
}

async function printPeople(print: Console['print']): Promise<void> {
  const now = new Date()
  const [people, links] = await Promise.all([listPeople(now), listOpenLinks(now)])
  for (const { name, role, lastSignInAt, sessionCount } of people) {
    print(`${name}  ${role}  last sign-in ${lastSignInAt?.toISOString() ?? 'never'}  sessions ${sessionCount}`)
  }
  for (const { email, role, expiresAt } of links) {
    const what = role === null ? 'link for a new password' : `invited as ${role}`
    print(`${email}  ${what}  until ${expiresAt.toISOString()}`)
  }
}
