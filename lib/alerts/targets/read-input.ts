import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { parseTemplate } from '#lib/alerts/messages/forms/template.ts'
import type { TargetInput } from '#lib/domain/alerts/target-input.ts'
import type { TargetKind } from '#lib/domain/alerts/target-kinds.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'
import { createAddressGuard } from '#lib/fetch/address-guard.ts'
import type { TargetSecrets, TargetSettings } from './target.ts'

export const MAX_RECIPIENTS = 20
const SECRET_BYTES = 24
const NTFY = 'https://ntfy.sh/'
const PAGERDUTY = 'https://events.pagerduty.com/v2/enqueue'

/** A secret for signatures, as Standard Webhooks has them. */
export function makeSigningSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`
}

/** What is kept of the input. Throws InvalidInputError for the first field that is wrong or missing. */
export function readTargetInput(
  kind: TargetKind,
  input: TargetInput,
): { settings: TargetSettings; secrets: TargetSecrets } {
  switch (kind) {
    case 'email':
      return readMail(input)
    case 'ntfy':
      return byAddress(input.url || NTFY, {
        topic: matching(input.topic, /^[-_A-Za-z0-9]{1,64}$/, 'topic', 'Use 1 to 64 letters, digits, - and _.'),
        ...tokenOf(input),
      })
    case 'pagerduty':
      return byAddress(input.url || PAGERDUTY, {
        token: matching(
          input.secret,
          /^[A-Za-z0-9]{32}$/,
          'secret',
          'Enter the integration key of a service, which has 32 letters and digits.',
        ),
      })
    case 'webhook':
      return byAddress(input.url, { signingSecret: readSigningSecret(input.signingSecret) })
    case 'json': {
      const { template = '' } = input
      parseTemplate(template)
      const { settings, secrets } = byAddress(input.url, tokenOf(input))
      return { settings: { ...settings, template }, secrets }
    }
    default:
      return byAddress(input.url, {})
  }
}

function byAddress(text: string | undefined, others: Partial<TargetSecrets>) {
  const url = readAddress(text ?? '')
  return { settings: { host: url.host }, secrets: { url: url.href, ...others } }
}

function readAddress(text: string): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new InvalidInputError('Enter the whole address, beginning with https://, as the service shows it.', 'url')
  }
  const url = new URL(text)
  checkAddress(url, 'url')
  return url
}

/** What can be said before its name is looked up. */
function checkAddress(url: URL, field: string): void {
  try {
    createAddressGuard(getEnv().ALERT_ALLOW_CIDRS, 1, 'ALERT_ALLOW_CIDRS').checkUrl(url)
  } catch (error) {
    throw new InvalidInputError((error as Error).message, field)
  }
}

function tokenOf({ secret }: TargetInput): Partial<TargetSecrets> {
  if (!secret) return {}
  if (!/^[\x20-\x7e]+$/.test(secret)) throw new InvalidInputError('Use characters that a header can carry.', 'secret')
  return { token: secret }
}

function readSigningSecret(secret: string | undefined): string {
  if (!secret) return makeSigningSecret()
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64').length
  if (!/^whsec_[A-Za-z0-9+/]+=*$/.test(secret) || bytes < 24 || bytes > 64) {
    throw new InvalidInputError('Use whsec_ and 24 to 64 bytes in base64, or leave it empty.', 'signingSecret')
  }
  return secret
}

function readMail(input: TargetInput) {
  const { hostname, port } = readServer(input.server ?? '', input.security ?? 'starttls')
  const to = (input.to ?? '').split(/[,;\s]+/).filter((address) => address !== '')
  const wrong = to.find((address) => !isMailAddress(address))
  if (wrong !== undefined) throw new InvalidInputError(`"${wrong}" is not a mail address.`, 'to')
  if (to.length === 0) throw new InvalidInputError('Enter at least one mail address.', 'to')
  if (to.length > MAX_RECIPIENTS)
    throw new InvalidInputError(`Enter ${MAX_RECIPIENTS} addresses at most, or that of a list.`, 'to')
  const from = input.from ?? ''
  if (!isMailAddress(from)) throw new InvalidInputError('Enter the mail address that alerts come from.', 'from')
  return {
    settings: {
      host: `${hostname}:${port}`,
      security: input.security ?? 'starttls',
      from,
      to,
      ...(input.user && { user: input.user }),
    } as const,
    secrets: { url: `smtp://${hostname}:${port}`, ...(input.secret && { token: input.secret }) },
  }
}

function readServer(text: string, security: string): { hostname: string; port: number } {
  const [, hostname = '', port = security === 'tls' ? '465' : '587'] =
    /^([a-z0-9.-]+|\[[0-9a-f:]+\])(?::(\d{1,5}))?$/i.exec(text) ?? []
  if (hostname === '' || Number(port) > 65_535)
    throw new InvalidInputError('Enter the mail server as host and port, such as mail.example.com:587.', 'server')
  checkAddress(new URL(`http://${hostname}`), 'server')
  return { hostname, port: Number(port) }
}

const isMailAddress = (text: string) => z.email().safeParse(text).success || /^[\w.+-]+@localhost$/.test(text)

function matching(text: string | undefined, pattern: RegExp, field: string, message: string): string {
  if (text === undefined || !pattern.test(text)) throw new InvalidInputError(message, field)
  return text
}
