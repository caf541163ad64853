import { createHash } from 'node:crypto'
import type { SendMailOptions } from 'nodemailer'
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
import type { Target } from '#lib/alerts/targets/target.ts'
import { escapeHtml } from '#lib/text/markup.ts'
import { LINK_WORDS } from './form.ts'

const MAX_SUBJECT = 180
const MAX_TEXT = 10_000

/**
 * A mail as text and as HTML. Its Message-ID is the same in every attempt; mails of one incident are one thread. It says that a
 * program sent it (RFC 3834), so that nobody's absence note answers.
 */
export function toMail(message: AlertMessage, { settings }: Target, siteHost: string): SendMailOptions {
  const { from = '', to = [] } = settings
  const thread = threadOf(message, siteHost)
  return {
    from,
    to,
    subject: cutAtWords(`${whatOf(message)}: ${titleOf(message)}`.replace(/\s+/g, ' '), MAX_SUBJECT),
    messageId: `<${message.id}@${siteHost}>`,
    date: message.at,
    ...(thread !== null && { references: [thread], inReplyTo: thread }),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    text: toText(message),
    html: toHtml(message),
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function threadOf(message: AlertMessage, siteHost: string): string | null {
  if (message.type !== 'event' || message.incident === null) return null
  return `<${createHash('sha256').update(message.incident.id).digest('hex').slice(0, 24)}@${siteHost}>`
}

function toText(message: AlertMessage): string {
  const facts = factsOf(message).map(({ name, value }) => `${name}: ${value}`)
  return [
    `${whatOf(message)}: ${titleOf(message)}`,
    facts.join('\n'),
    cutAtWords(textOf(message), MAX_TEXT),
    endingOf(message),
    addressOf(message),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function toHtml(message: AlertMessage): string {
  const facts = factsOf(message).map(({ name, value }) => `<li>${escapeHtml(`${name}: ${value}`)}</li>`)
  const text = escapeHtml(cutAtWords(textOf(message), MAX_TEXT)).replaceAll('\n', '<br>')
  const ending = endingOf(message)
  return [
    `<p>${escapeHtml(whatOf(message))}</p><h1 style="font-size:18px">${escapeHtml(titleOf(message))}</h1>`,
    facts.length === 0 ? '' : `<ul>${facts.join('')}</ul>`,
    text === '' ? '' : `<p>${text}</p>`,
    ending === '' ? '' : `<p>${escapeHtml(ending)}</p>`,
    `<p><a href="${escapeHtml(addressOf(message))}">${LINK_WORDS}</a></p>`,
  ].join('')
}
