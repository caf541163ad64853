import { cutAtWords } from '#lib/alerts/messages/cut.ts'
import {
  type AlertMessage,
  addressOf,
  endingOf,
  factsOf,
  textOf,
  titleOf,
  whatOf,
} from '#lib/alerts/messages/message.ts'
import type { Impact } from '#lib/domain/incident.ts'
import { type Form, jsonRequest, LINK_WORDS } from './form.ts'

// A summary has 1,024 characters and a dedup_key 255; an event has 512 KB.
const MAX_SUMMARY = 1_024
const MAX_KEY = 255
const MAX_TEXT = 10_000

const SEVERITIES = {
  none: 'info',
  minor: 'warning',
  unknown: 'warning',
  major: 'error',
  critical: 'critical',
} as const satisfies Record<Impact, string>

/**
 * Events API v2: developer.pagerduty.com/docs/send-alert-event. All events of one incident have the same `dedup_key`; the one
 * that says that it is over resolves it.
 */
export const pagerduty: Form = (message, { secrets }) => {
  const incident = message.type === 'event' ? message.incident : null
  return jsonRequest(secrets.url, {
    routing_key: secrets.token,
    event_action: message.type === 'event' && message.isOver ? 'resolve' : 'trigger',
    dedup_key: cutAtWords(keyOf(message), MAX_KEY),
    client: 'Outage History',
    client_url: addressOf(message),
    links: [{ href: addressOf(message), text: LINK_WORDS }],
    payload: {
      summary: cutAtWords(`${titleOf(message)} (${whatOf(message)})`, MAX_SUMMARY),
      source: message.type === 'event' ? message.vendor.name : 'Outage History',
      severity: incident === null ? 'info' : SEVERITIES[incident.impact],
      timestamp: message.at.toISOString(),
      ...(incident !== null && incident.components.length > 0 && { component: incident.components.join(', ') }),
      ...(incident !== null && { class: incident.kind }),
      custom_details: {
        ...Object.fromEntries(factsOf(message).map(({ name, value }) => [name, value])),
        text: cutAtWords(textOf(message), MAX_TEXT),
        ending: endingOf(message),
      },
    },
  })
}

function keyOf(message: AlertMessage): string {
  if (message.type !== 'event') return `outage-history/${message.id}`
  const subject = message.incident === null ? message.subject : `incidents/${message.incident.id}`
  return `outage-history/vendors/${message.vendor.slug}/${subject}`
}
