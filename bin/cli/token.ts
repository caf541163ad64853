import { createApiToken, revokeApiToken } from '#lib/admin/account/api-tokens.ts'
import { SCOPES } from '#lib/domain/access.ts'
import { listApiTokens } from '#lib/queries/admin/api-tokens.ts'
import { type Command, type Console, readOptions, UsageError } from './command.ts'

export const token: Command = {
  usage: [
    'token list',
    'token create --name NAME [--scope read|ingest|admin] [--days N | --no-expiry]',
    'token revoke --name NAME',
  ],
  async run(args, { print }) {
    const options = {
      name: { type: 'string' },
      scope: { type: 'string', default: 'read' },
      days: { type: 'string' },
      'no-expiry': { type: 'boolean', default: false },
    } as const
    const { values, positionals } = readOptions(token, args, options, [], 1)
    const [subcommand] = positionals
    if (subcommand === 'list') {
      await printTokens(print)
      return 0
    }
    const { name } = values
    if (subcommand !== 'create' && subcommand !== 'revoke')
      throw new UsageError(`Usage: ${token.usage.join('\n       ')}`)
    if (name === undefined) throw new UsageError('--name is missing: give the name of the token.')
    if (subcommand === 'revoke') {
      await revokeApiToken({ name }, 'cli')
      print(`Revoked the token "${name}".`)
      return 0
    }
    const scope = SCOPES.find((known) => known === values.scope)
    if (scope === undefined) throw new UsageError('--scope must be read, ingest or admin.')
    const days = values['no-expiry'] ? null : readDays(values.days)
    const secret = await createApiToken({ name, scope, days }, { actor: 'cli', userId: null })
    print(
      `Created the token "${name}", scope ${scope}, ${days === null ? 'never expires' : `expires after ${days} days`}:\n\n  ${secret}\n`,
    )
    print('The token is shown only once. Programs send it as "Authorization: Bearer …".')
    return 0
  },
}

function readDays(text = '90'): number {
  if (!/^\d{1,4}$/.test(text)) throw new UsageError('--days must be a whole number of days.')
  return Number(text)
}

async function printTokens(print: Console['print']): Promise<void> {
  const now = new Date()
  for (const { name, prefix, scope, expiresAt, lastUsedAt, revokedAt } of await listApiTokens()) {
    const end =
      revokedAt !== null
        ? `revoked ${revokedAt.toISOString()}`
        : expiresAt === null
          ? 'does not expire'
          : `${expiresAt > now ? 'expires' : 'expired'} ${expiresAt.toISOString()}`
    print(`${name}  ${prefix}…  ${scope}  ${end}  last used ${lastUsedAt?.toISOString() ?? 'never'}`)
  }
}
