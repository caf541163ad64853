import { cutAtWords } from '#lib/alerts/messages/cut.ts'
import { addressOf, endingOf, factsOf, textOf, titleOf, whatOf } from '#lib/alerts/messages/message.ts'
import { type Form, jsonRequest, LINK_WORDS } from './form.ts'

// A message may have 28 KB (learn.microsoft.com/microsoftteams/limits-specifications-teams); these leave room for JSON.
const MAX_TITLE = 500
const MAX_TEXT = 4_000
const MAX_FACT = 1_000

/** A RichTextBlock, whose text is no Markdown, unlike that of a TextBlock or a FactSet (adaptivecards.io/explorer). */
const plain = (text: string, limit: number, style: object = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text: cutAtWords(text, limit), ...style }],
})

/**
 * An Adaptive Card, as the workflow “Send webhook alerts to a channel” takes it:
 * learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
 */
export const teams: Form = (message, { secrets }) => {
  const text = textOf(message)
  const ending = endingOf(message)
  return jsonRequest(secrets.url, {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: cutAtWords(`${whatOf(message)}: ${titleOf(message)}`, MAX_TITLE),
          body: [
            plain(whatOf(message), MAX_TITLE, { isSubtle: true }),
            plain(titleOf(message), MAX_TITLE, { size: 'Large', weight: 'Bolder' }),
            ...factsOf(message).map(({ name, value }) => plain(`${name}: ${value}`, MAX_FACT)),
            ...(text === '' ? [] : [plain(text, MAX_TEXT)]),
            ...(ending === '' ? [] : [plain(ending, MAX_FACT, { isSubtle: true })]),
          ],
          actions: [{ type: 'Action.OpenUrl', title: LINK_WORDS, url: addressOf(message) }],
        },
      },
    ],
  })
}
