import { cutEscaped } from '#lib/alerts/messages/cut.ts'
import { addressOf, endingOf, factsOf, textOf, titleOf, whatOf } from '#lib/alerts/messages/message.ts'
import { type Form, jsonRequest, LINK_WORDS } from './form.ts'

// Limits of docs.slack.dev/reference/block-kit/blocks: a header has 150 characters, a section's text 3,000, each of its at most
// ten fields 2,000.
const MAX_HEADER = 150
const MAX_SECTION = 3_000
const MAX_FIELD = 2_000
const MAX_FIELDS = 10

/** Slack's control characters; the same in every text object (docs.slack.dev/messaging/formatting-message-text). */
const escapeText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** What vendors wrote stands in `plain_text`, where nothing is markup and nobody is mentioned. */
const plain = (text: string, limit: number) => ({
  type: 'plain_text',
  text: cutEscaped(text, limit, escapeText),
  emoji: false,
})

/** An incoming webhook: docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. */
export const slack: Form = (message, { secrets }) => {
  const facts = factsOf(message).slice(0, MAX_FIELDS)
  const text = textOf(message)
  const ending = endingOf(message)
  return jsonRequest(secrets.url, {
    // For notifications, and for clients that draw no blocks.
    text: cutEscaped(`${whatOf(message)}: ${titleOf(message)}`, MAX_SECTION, escapeText),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: plain(titleOf(message), MAX_HEADER) },
      {
        type: 'section',
        text: plain(whatOf(message), MAX_SECTION),
        ...(facts.length > 0 && { fields: facts.map(({ name, value }) => plain(`${name}: ${value}`, MAX_FIELD)) }),
      },
      ...(text === '' ? [] : [{ type: 'section', text: plain(text, MAX_SECTION) }]),
      {
        type: 'context',
        elements: [
          ...(ending === '' ? [] : [plain(ending, MAX_FIELD)]),
          { type: 'mrkdwn', text: `<${escapeText(addressOf(message))}|${LINK_WORDS}>` },
        ],
      },
    ],
  })
}
