import { createHmac } from 'node:crypto'
import {
  type AlertMessage,
  addressOf,
  endingOf,
  factsOf,
  textOf,
  titleOf,
  whatOf,
} from '#lib/alerts/messages/message.ts'
import { type Form, jsonRequest } from './form.ts'

/**
 * Standard Webhooks 1.0 (github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md): the id is the same
 * in every attempt, and each secret in force signs id, time and body.
 */
export const webhook: Form = (message, { secrets }, now) => {
  const timestamp = Math.floor(now.getTime() / 1000).toString()
  const { url, headers, body } = jsonRequest(secrets.url, webhookBody(message))
  const isFormerInForce = secrets.formerUntil !== undefined && new Date(secrets.formerUntil) > now
  const signing = [secrets.signingSecret, isFormerInForce ? secrets.formerSecret : undefined]
  return {
    url,
    body,
    headers: {
      ...headers,
      'webhook-id': message.id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signing
        .filter((secret) => secret !== undefined)
        .map((secret) => sign(secret, `${message.id}.${timestamp}.${body}`))
        .join(' '),
    },
  }
}

/** "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=" */
function sign(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`
}

/** Fields are only ever added. */
function webhookBody(message: AlertMessage): object {
  const common = { timestamp: message.at.toISOString() }
  const shown = { what: whatOf(message), title: titleOf(message), text: textOf(message), url: addressOf(message) }
  if (message.type === 'test') return { type: 'test', ...common, data: shown }
  if (message.type === 'digest') {
    const { count, lines, more } = message
    return { type: 'digest', ...common, data: { ...shown, count, events: lines, more } }
  }
  const { event, vendor, incident } = message
  return {
    type: `alert.${event}`,
    ...common,
    data: { ...shown, vendor, incident, facts: factsOf(message), ending: endingOf(message) },
  }
}
