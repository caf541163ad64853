import { cutAtWords, cutBytes } from '#lib/alerts/messages/cut.ts'
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
import { type Form, jsonRequest } from './form.ts'

// A longer message becomes a file (docs.ntfy.sh/publish/#limitations).
const MAX_MESSAGE_BYTES = 4_000
const MAX_TITLE = 200

const PRIORITIES = { none: 2, minor: 3, unknown: 3, major: 4, critical: 5 } as const satisfies Record<Impact, number>

/** docs.ntfy.sh/publish/#publish-as-json. Its texts are plain unless they are declared to be Markdown. */
export const ntfy: Form = (message, { secrets }) => {
  const facts = factsOf(message).map(({ name, value }) => `${name}: ${value}`)
  const parts = [whatOf(message), ...facts, textOf(message), endingOf(message)]
  return jsonRequest(
    secrets.url,
    {
      topic: secrets.topic,
      title: cutAtWords(titleOf(message), MAX_TITLE),
      message: cutBytes(parts.filter((part) => part !== '').join('\n'), MAX_MESSAGE_BYTES),
      priority: priorityOf(message),
      click: addressOf(message),
    },
    secrets.token === undefined ? {} : { authorization: `Bearer ${secrets.token}` },
  )
}

function priorityOf(message: AlertMessage): number {
  if (message.type !== 'event' || message.incident === null) return 3
  return message.isOver ? 2 : PRIORITIES[message.incident.impact]
}
