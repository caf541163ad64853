import { cutEscaped } from '#lib/alerts/messages/cut.ts'
import { addressOf, endingOf, factsOf, textOf, titleOf, whatOf } from '#lib/alerts/messages/message.ts'
import { type Form, jsonRequest, LINK_WORDS } from './form.ts'

// A message may have 32,000 bytes (developers.google.com/workspace/chat/limits).
const MAX_TITLE = 500
const MAX_TEXT = 4_000
const MAX_FACT = 1_000

/** Texts of a card are a subset of HTML: developers.google.com/workspace/chat/format-messages#card-formatting */
const escapeText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>')
const paragraph = (text: string, limit: number) => ({ textParagraph: { text: cutEscaped(text, limit, escapeText) } })

/** A card: developers.google.com/workspace/chat/api/reference/rest/v1/cards. The header's words are ours, and need no escape. */
export const googleChat: Form = (message, { secrets }) => {
  const text = textOf(message)
  const ending = endingOf(message)
  return jsonRequest(secrets.url, {
    cardsV2: [
      {
        cardId: message.id,
        card: {
          header: { title: whatOf(message) },
          sections: [
            {
              widgets: [
                { textParagraph: { text: `<b>${cutEscaped(titleOf(message), MAX_TITLE, escapeText)}</b>` } },
                ...factsOf(message).map(({ name, value }) => ({
                  decoratedText: { topLabel: name, text: cutEscaped(value, MAX_FACT, escapeText), wrapText: true },
                })),
                ...(text === '' ? [] : [paragraph(text, MAX_TEXT)]),
                ...(ending === '' ? [] : [paragraph(ending, MAX_FACT)]),
                { buttonList: { buttons: [{ text: LINK_WORDS, onClick: { openLink: { url: addressOf(message) } } }] } },
              ],
            },
          ],
        },
      },
    ],
  })
}
