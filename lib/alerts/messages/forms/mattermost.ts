import { cutEscaped } from '#lib/alerts/messages/cut.ts'
import { addressOf, colourOf, endingOf, factsOf, textOf, titleOf, whatOf } from '#lib/alerts/messages/message.ts'
import { type Form, jsonRequest } from './form.ts'

// A post has 16,383 characters; an attachment's text is folded after 700 (developers.mattermost.com/integrate/reference/message-attachments).
const MAX_TITLE = 500
const MAX_TEXT = 4_000
const MAX_FIELD = 1_000

/** Markdown's signs, and a zero-width space after each @, since a backslash keeps nobody from being mentioned. */
const escapeText = (text: string) => text.replace(/[\\`*_~[\]<>#|]/g, '\\$&').replaceAll('@', '@\u200b')

/** developers.mattermost.com/integrate/webhooks/incoming */
export const mattermost: Form = (message, { secrets }) =>
  jsonRequest(secrets.url, {
    attachments: [
      {
        fallback: cutEscaped(`${whatOf(message)}: ${titleOf(message)}`, MAX_TITLE, escapeText),
        color: `#${colourOf(message).toString(16).padStart(6, '0')}`,
        author_name: whatOf(message),
        title: cutEscaped(titleOf(message), MAX_TITLE, escapeText),
        title_link: addressOf(message),
        text: cutEscaped(textOf(message), MAX_TEXT, escapeText),
        fields: factsOf(message).map(({ name, value }) => ({
          title: name,
          value: cutEscaped(value, MAX_FIELD, escapeText),
          short: true,
        })),
        footer: cutEscaped(endingOf(message), MAX_FIELD, escapeText),
      },
    ],
  })
