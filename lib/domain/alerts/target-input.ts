import { z } from 'zod'
import { targetKindSchema } from './target-kinds.ts'

/** How the connection to a mail server is encrypted. */
export const mailSecuritySchema = z.enum(['tls', 'starttls', 'none'])

/** What a form, the API or a command gives for a target; what a kind does not use is left out. */
export const targetFields = {
  url: z
    .string()
    .trim()
    .max(2_000)
    .describe('The address that receives alerts, as the service shows it. Not for email.'),
  signingSecret: z.string().trim().max(200).describe('For webhook: `whsec_` and base64; made up if left out.'),
  secret: z
    .string()
    .trim()
    .max(2_000)
    .describe(
      'For pagerduty the integration key; for ntfy an access token, if the topic needs one; for json the value of an Authorization header, if any; for email the password.',
    ),
  topic: z.string().trim().max(200).describe('For ntfy.'),
  template: z.string().trim().max(20_000).describe('For json: JSON with placeholders such as {{title}}.'),
  server: z.string().trim().max(300).describe('For email: host and port, such as mail.example.com:587.'),
  security: mailSecuritySchema.describe('For email: how the connection is encrypted.'),
  user: z.string().trim().max(300).describe('For email, if the server wants one.'),
  from: z.string().trim().max(300).describe('For email: the sender.'),
  to: z.string().trim().max(2_000).describe('For email: addresses with commas between them.'),
}
export type TargetInput = { [Name in keyof typeof targetFields]?: z.output<(typeof targetFields)[Name]> | undefined }

const whole = (most: number, sentence: string) => z.int(sentence).min(1, sentence).max(most, sentence)
const limits = {
  concurrency: whole(32, 'Choose 1 to 32 at once.').describe('Attempts under way at once.'),
  perMinute: whole(60_000, 'Choose 1 to 60,000 a minute, or nothing.')
    .nullable()
    .describe('Messages a minute at most; null for no limit.'),
  digestOver: whole(100_000, 'Choose 1 to 100,000, or nothing.')
    .nullable()
    .describe('More events than this in a minute become one message; null for never.'),
}

/** What may be set of how much a target gets. */
export const targetLimits = z.object(limits).partial()

const name = z.string().describe('1 to 60 letters, digits, spaces and signs such as # and -.')

/** A new target. */
export const newTargetInput = z.strictObject(targetFields).partial().extend({ name, kind: targetKindSchema })

/** A change of a target. A part of its address or secrets replaces all of them, since what is kept is never shown. */
export const targetChange = z
  .strictObject({ name, ...limits, paused: z.boolean(), ...targetFields })
  .partial()
  .describe('A part of the address or of the secrets replaces all of them.')
