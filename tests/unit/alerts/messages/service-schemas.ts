import { z } from 'zod'

/** What services document of the JSON that they take, each with where. Strict, so that a field that they do not know fails. */

const text = (most: number) => z.string().min(1).max(most)

/** docs.slack.dev/reference/block-kit/blocks and …/composition-objects/text-object */
const slackPlain = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(most), emoji: z.boolean().optional() })
const slackMarkup = (most: number) => z.strictObject({ type: z.literal('mrkdwn'), text: text(most) })
export const slackSchema = z.strictObject({
  text: text(40_000),
  mrkdwn: z.boolean().optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
  blocks: z
    .array(
      z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('header'), text: slackPlain(150) }),
        z.strictObject({
          type: z.literal('section'),
          text: z.union([slackPlain(3_000), slackMarkup(3_000)]),
          fields: z
            .array(z.union([slackPlain(2_000), slackMarkup(2_000)]))
            .min(1)
            .max(10)
            .optional(),
        }),
        z.strictObject({
          type: z.literal('context'),
          elements: z
            .array(z.union([slackPlain(3_000), slackMarkup(3_000)]))
            .min(1)
            .max(10),
        }),
      ]),
    )
    .max(50),
})

/** docs.discord.com/developers/resources/webhook#execute-webhook and …/message#embed-object */
export const discordSchema = z.strictObject({
  content: z.string().max(2_000).optional(),
  allowed_mentions: z.strictObject({ parse: z.array(z.enum(['roles', 'users', 'everyone'])) }),
  embeds: z
    .array(
      z
        .strictObject({
          author: z.strictObject({ name: text(256) }),
          title: text(256),
          url: z.url(),
          color: z.int().min(0).max(0xffffff),
          timestamp: z.iso.datetime(),
          description: text(4_096).optional(),
          fields: z.array(z.strictObject({ name: text(256), value: text(1_024), inline: z.boolean() })).max(25),
          footer: z.strictObject({ text: text(2_048) }).optional(),
        })
        .refine(({ author, title, description = '', fields, footer }) => {
          const texts = [
            author.name,
            title,
            description,
            footer?.text ?? '',
            ...fields.flatMap(({ name, value }) => [name, value]),
          ]
          return texts.join('').length <= 6_000
        }),
    )
    .max(10),
})

/**
 * adaptivecards.io/explorer, version 1.4, and
 * learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
export const teamsSchema = z
  .strictObject({
    type: z.literal('message'),
    attachments: z.tuple([
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: z.strictObject({
          $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
          type: z.literal('AdaptiveCard'),
          version: z.literal('1.4'),
          fallbackText: z.string(),
          body: z.array(
            z.strictObject({
              type: z.literal('RichTextBlock'),
              inlines: z.array(
                z.strictObject({
                  type: z.literal('TextRun'),
                  text: z.string().min(1),
                  size: z.enum(['Default', 'Small', 'Medium', 'Large', 'ExtraLarge']).optional(),
                  weight: z.enum(['Default', 'Lighter', 'Bolder']).optional(),
                  isSubtle: z.boolean().optional(),
                }),
              ),
            }),
          ),
          actions: z.array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() })),
        }),
      }),
    ]),
  })
  .refine((message) => Buffer.byteLength(JSON.stringify(message)) <= 28_000)

/** developers.google.com/workspace/chat/api/reference/rest/v1/cards */
const chatWidget = z.union([
  z.strictObject({ textParagraph: z.strictObject({ text: z.string().min(1) }) }),
  z.strictObject({
    decoratedText: z.strictObject({ topLabel: z.string(), text: z.string().min(1), wrapText: z.boolean() }),
  }),
  z.strictObject({
    buttonList: z.strictObject({
      buttons: z.array(
        z.strictObject({
          text: z.string(),
          onClick: z.strictObject({ openLink: z.strictObject({ url: z.url() }) }),
        }),
      ),
    }),
  }),
])
export const googleChatSchema = z
  .strictObject({
    cardsV2: z.array(
      z.strictObject({
        cardId: z.string(),
        card: z.strictObject({
          header: z.strictObject({ title: z.string().min(1) }),
          sections: z.array(z.strictObject({ widgets: z.array(chatWidget).min(1).max(100) })).min(1),
        }),
      }),
    ),
  })
  .refine((message) => Buffer.byteLength(JSON.stringify(message)) <= 32_000)

/** developers.mattermost.com/integrate/reference/message-attachments */
export const mattermostSchema = z
  .strictObject({
    attachments: z.array(
      z.strictObject({
        fallback: z.string().min(1),
        color: z.string().regex(/^#[0-9a-f]{6}$/),
        author_name: z.string(),
        title: z.string(),
        title_link: z.url(),
        text: z.string(),
        fields: z.array(z.strictObject({ title: z.string(), value: z.string(), short: z.boolean() })),
        footer: z.string(),
      }),
    ),
  })
  .refine((message) => JSON.stringify(message).length <= 16_383)

/** docs.ntfy.sh/publish/#publish-as-json */
export const ntfySchema = z.strictObject({
  topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/),
  title: z.string().min(1),
  message: z.string().refine((message) => Buffer.byteLength(message) <= 4_096),
  priority: z.int().min(1).max(5),
  click: z.url(),
})

/** developer.pagerduty.com/docs/send-alert-event */
export const pagerdutySchema = z.strictObject({
  routing_key: z.string().length(32),
  event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedup_key: text(255),
  client: z.string(),
  client_url: z.url(),
  links: z.array(z.strictObject({ href: z.url(), text: z.string() })),
  payload: z.strictObject({
    summary: text(1_024),
    source: z.string().min(1),
    severity: z.enum(['critical', 'error', 'warning', 'info']),
    timestamp: z.iso.datetime(),
    component: z.string().optional(),
    class: z.string().optional(),
    custom_details: z.record(z.string(), z.string()),
  }),
})
