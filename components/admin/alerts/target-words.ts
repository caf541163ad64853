import type { TargetKind } from '#lib/domain/alerts/target-kinds.ts'
import {
  type AlertDeliveryView,
  type AlertTargetView,
  type TargetHealth,
  targetHealth,
} from '#lib/domain/alerts/target-views.ts'
import { formatCount } from '#lib/domain/format.ts'

const HEALTH_WORDS = {
  disabled: 'disabled',
  failing: 'failing',
  paused: 'paused',
  new: 'not used yet',
  working: 'working',
} as const satisfies Record<TargetHealth, string>

export function healthWords(target: AlertTargetView): string {
  return HEALTH_WORDS[targetHealth(target)]
}

/** Where it leads, as far as that may be shown. */
export function placeOf({ kind, settings }: AlertTargetView): string {
  return kind === 'email' ? `${settings.to?.join(', ')} through ${settings.host}` : settings.host
}

/** What a delivery tells: "opened: Courier: API is slow". */
export function deliveryWords({ purpose, event, vendorName, title }: AlertDeliveryView): string {
  if (purpose === 'test') return 'Test'
  if (purpose === 'digest') return 'Digest'
  const about = [vendorName, title].filter((part) => part !== null).join(': ')
  return `${(event ?? '').replaceAll('_', ' ')}: ${about}`
}

/** "waiting for attempt 3", "delivered after 2 attempts" */
export function stateWords({ state, tries, digestId }: AlertDeliveryView): string {
  if (digestId !== null) return state === 'waiting' ? 'waiting in a digest' : `${state} in a digest`
  if (state === 'waiting') return tries === 0 ? 'waiting' : `waiting for attempt ${tries + 1}`
  if (state === 'skipped') return 'skipped'
  return `${state} after ${formatCount(tries, 'attempt')}`
}

interface KindHelp {
  /** What the service's own pages call the place where the address is made. */
  how: string
  /** What the service learns. */
  privacy: string
}

const CHAT = 'The service and everybody in the channel read vendor, title, text and permalink.'

/** How to get what the form asks for, and who reads what is sent. */
export const KIND_HELP = {
  slack: {
    how: 'In Slack, create an app with “Incoming Webhooks”, add a webhook for a channel, and paste its address.',
    privacy: CHAT,
  },
  teams: {
    how: 'In Teams, add the workflow “Send webhook alerts to a channel” to a channel, and paste the address that it shows.',
    privacy: CHAT,
  },
  discord: {
    how: 'In Discord, open a channel’s settings, then Integrations and Webhooks; create one, and copy its address.',
    privacy: CHAT,
  },
  google_chat: {
    how: 'In Google Chat, open a space’s Apps & integrations, add a webhook, and copy its address.',
    privacy: CHAT,
  },
  mattermost: {
    how: 'In Mattermost, open Integrations, then Incoming Webhooks; add one for a channel, and copy its address.',
    privacy: 'Nobody but your own server and its users, if you run it yourself.',
  },
  email: {
    how: 'Enter the server and the account that your mail service names for programs, and who is to get the mail.',
    privacy: 'The mail servers on the way, and the addresses that you enter, which this site keeps.',
  },
  pagerduty: {
    how: 'In PagerDuty, add the integration “Events API V2” to a service, and copy its integration key. Accounts in the EU also need the address https://events.eu.pagerduty.com/v2/enqueue.',
    privacy: 'PagerDuty and everybody on call read vendor, title, components and text.',
  },
  ntfy: {
    how: 'Choose a topic that nobody can guess, or a protected one with an access token, and subscribe to it in the app.',
    privacy: 'The server, ntfy.sh unless you enter another, and everybody who knows the topic.',
  },
  webhook: {
    how: 'Paste the address of a receiver of Standard Webhooks. The secret that verifies its messages is shown once, after this.',
    privacy: 'Whoever runs the receiver.',
  },
  json: {
    how: 'Paste the address, and write the JSON that the receiver takes, with placeholders inside of quotation marks.',
    privacy: 'Whoever runs the receiver, and only what the template names.',
  },
} as const satisfies Record<TargetKind, KindHelp>
