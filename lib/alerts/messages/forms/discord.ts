import { cutAtWords, cutEscaped } from '#lib/alerts/messages/cut.ts'
import { addressOf, colourOf, endingOf, factsOf, textOf, titleOf, whatOf } from '#lib/alerts/messages/message.ts'
import { type Form, jsonRequest } from './form.ts'

// Limits of docs.discord.com/developers/resources/message#embed-object-embed-limits; all texts together have 6,000.
const MAX_TITLE = 256
const MAX_DESCRIPTION = 3_000
const MAX_FIELD = 500
const MAX_FIELDS = 4
const MAX_FOOTER = 400

/** Discord's Markdown, mentions and custom emoji begin with one of these. */
const escapeText = (text: string) => text.replace(/[\\*_~`|<>[\]#@]/g, '\\$&')

/** docs.discord.com/developers/resources/webhook#execute-webhook. An embed mentions nobody; `allowed_mentions` says so too. */
export const discord: Form = (message, { secrets }) => {
  const text = textOf(message)
  return jsonRequest(secrets.url, {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        author: { name: whatOf(message) },
        title: cutEscaped(titleOf(message), MAX_TITLE, escapeText),
        url: addressOf(message),
        color: colourOf(message),
        timestamp: message.at.toISOString(),
        ...(text !== '' && { description: cutEscaped(text, MAX_DESCRIPTION, escapeText) }),
        fields: factsOf(message)
          .slice(0, MAX_FIELDS)
          .map(({ name, value }) => ({ name, value: cutEscaped(value, MAX_FIELD, escapeText), inline: true })),
        ...(endingOf(message) !== '' && { footer: { text: cutAtWords(endingOf(message), MAX_FOOTER) } }),
      },
    ],
  })
}
