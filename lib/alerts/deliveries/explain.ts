import { KIND_FACTS, type TargetKind } from '#lib/domain/alerts/target-kinds.ts'
import type { SentAnswer } from '#lib/fetch/send-request.ts'

/** What Slack says instead of a reason: docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
const SLACK_WORDS: Readonly<Record<string, string>> = {
  no_service: 'This webhook was removed, or its app was. Create a new one in Slack, and enter its address.',
  no_service_id: 'The address is not complete. Copy all of it from Slack.',
  no_team: 'The workspace in the address does not exist. Copy the address from Slack again.',
  team_disabled: 'The workspace is no longer active.',
  invalid_token: 'The address is not complete, or was revoked. Create a new webhook in Slack, and enter its address.',
  channel_not_found: 'The channel was deleted. Create a webhook for another one, and enter its address.',
  channel_is_archived: 'The channel is archived. Create a webhook for another one, and enter its address.',
  action_prohibited: 'An admin of the workspace does not let apps post there. Ask them, or choose another channel.',
  posting_to_general_channel_denied: 'Apps may not post to this channel. Create a webhook for another one.',
  user_not_found: 'The person whom it writes to is not in the workspace any more.',
}

/** Why an answer is no acceptance, and what to do about it; null for one that accepts. */
export function explainAnswer(kind: TargetKind, { status, text, location }: SentAnswer): string | null {
  if (status >= 200 && status < 300) return null
  const word = text.trim()
  const slack = kind === 'slack' && Object.hasOwn(SLACK_WORDS, word) ? SLACK_WORDS[word] : undefined
  if (slack !== undefined) return `Slack answered ${status} ${word}. ${slack}`
  return `${serviceOf(kind)} answered ${status}. ${adviceFor(status, location)}`
}

/** The name of the service; a webhook's is nobody's. */
function serviceOf(kind: TargetKind): string {
  return kind === 'webhook' || kind === 'json' ? 'The receiver' : KIND_FACTS[kind].label
}

function adviceFor(status: number, location: string | null): string {
  if (status >= 300 && status < 400) return redirectAdvice(location)
  if (status === 410) return 'Nothing receives alerts at this address any more. Create a new one there, and enter it.'
  if (status === 404) return 'There is nothing at this address. Compare it with the one that the service shows.'
  if (status === 401 || status === 403) return 'It does not accept the secret that the target has. Enter a new one.'
  if (status === 413) return 'The message is too long for it.'
  if (status === 429) return 'It gets more messages than it accepts. This one is sent again later, unless it is a test.'
  if (status >= 400 && status < 500) return 'It does not understand the message. Its answer may say why.'
  return 'It has a fault of its own. The message is sent again later, unless it is a test.'
}

function redirectAdvice(location: string | null): string {
  const where = location !== null && URL.canParse(location) ? ` to ${new URL(location).host}` : ''
  return `That is a redirect${where}, and alerts follow none. Enter the address that receives alerts itself.`
}

/** A note about an answer that accepts, but is none of a receiver. */
export const LONG_ANSWER =
  'It accepted the message, with an answer of more than 2 KB, of which the rest was not read. Make sure that this is the address of a receiver and not of a page.'

const ADVICE: [RegExp, string][] = [
  [/is not a public address/, ' Only an operator of this site can allow a private network.'],
  [/certificate has expired/, ' Whoever runs it has to renew the certificate.'],
  [/certificate is for another host name/, ' Enter the host name that the certificate is for.'],
  [/certificate|TLS/, ' Whoever runs it has to mend this.'],
  [/host name does not exist/, ' Check the spelling of the address.'],
  [
    /did not answer within/,
    ' It should answer at once and do its work afterwards. The message is sent again later, unless it is a test.',
  ],
]

/** The sentence of an error without an answer, with what to do about it. */
export function explainError({ message }: Error): string {
  return message + (ADVICE.find(([pattern]) => pattern.test(message))?.[1] ?? '')
}
