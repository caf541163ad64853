import { IANAZone } from 'luxon'
import { z } from 'zod'
import { impactSchema, kindSchema } from '#lib/domain/site/incident-words.ts'
import { ALERT_EVENT_KINDS, type AlertEventKind } from './event-kinds.ts'

/** What a new rule tells of unless it says otherwise: what a team acts on, each turn once. */
export const DEFAULT_EVENTS: readonly AlertEventKind[] = [
  'opened',
  'impact_raised',
  'resolved',
  'reopened',
  'withdrawn',
  'called_off',
]

/** In minutes. */
export const DIGEST_CHOICES = [15, 60, 240, 1440] as const
/** The schemas of words and of a choice, by the names that the API's description gives them. */
export const alertEventKindSchema = z.enum(ALERT_EVENT_KINDS)
export const digestMinutesSchema = z.literal(DIGEST_CHOICES)
const MAX_COOL_DOWN_MINUTES = 1440
export const MAX_RULE_NAME_LENGTH = 60
const MAX_LISTED = 500

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time from 00:00 to 23:59.')

const fields = {
  name: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._,&()-]*$/u, 'Begin with a letter or digit.')
    .max(MAX_RULE_NAME_LENGTH, `Use ${MAX_RULE_NAME_LENGTH} characters at most.`),
  vendors: z
    .array(z.string().max(64))
    .min(1, 'Name at least one vendor, or choose all.')
    .max(MAX_LISTED)
    .nullable()
    .describe('Slugs; null for all vendors.'),
  components: z
    .array(z.string().trim().min(1).max(200))
    .max(MAX_LISTED)
    .describe('Names of components, in any case; empty for all.'),
  kinds: z.array(kindSchema).min(1, 'Choose at least one kind.').describe('Kinds of incidents.'),
  minImpact: impactSchema.nullable().describe('The mildest impact of which it tells; null for any.'),
  events: z.array(alertEventKindSchema).min(1, 'Choose at least one event.'),
  zone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'Enter the name of a time zone, such as Europe/Berlin.')
    .describe('Of quiet hours and digests.'),
  quietFrom: clockTime.nullable(),
  quietUntil: clockTime.nullable().describe('Past midnight if it is earlier than `quietFrom`.'),
  digestMinutes: digestMinutesSchema
    .nullable()
    .describe('What comes within this time goes out as one message; null: each at once.'),
  coolDownMinutes: z
    .int('Enter whole minutes.')
    .min(1)
    .max(MAX_COOL_DOWN_MINUTES)
    .nullable()
    .describe('After a message about an incident, its further updates wait for this time and go out as one.'),
  targets: z.array(z.int32()).max(MAX_LISTED).describe('Ids of targets.'),
  paused: z.boolean(),
}

/** What may be changed of a rule. The whole that comes of it is checked as a new rule is. */
export const ruleChange = z.object(fields).partial()

/** A rule as an admin gives it. */
export const ruleInput = z
  .strictObject({
    name: fields.name,
    vendors: fields.vendors.default(null),
    components: fields.components.default([]),
    kinds: fields.kinds.default(['incident', 'maintenance']),
    minImpact: fields.minImpact.default(null),
    events: fields.events.default([...DEFAULT_EVENTS]),
    zone: fields.zone.default('UTC'),
    quietFrom: fields.quietFrom.default(null),
    quietUntil: fields.quietUntil.default(null),
    digestMinutes: fields.digestMinutes.default(null),
    coolDownMinutes: fields.coolDownMinutes.default(null),
    targets: fields.targets.default([]),
    paused: fields.paused.default(false),
  })
  .refine(({ quietFrom, quietUntil }) => (quietFrom === null) === (quietUntil === null), {
    path: ['quietUntil'],
    message: 'Enter both ends of the quiet hours, or none.',
  })
  .refine(({ quietFrom, quietUntil }) => quietFrom === null || quietFrom !== quietUntil, {
    path: ['quietUntil'],
    message: 'Quiet hours must end at another time than they begin.',
  })

export type RuleInput = z.infer<typeof ruleInput>

/** A rule as it is shown. */
export const ruleSchema = z.object({
  id: z.int(),
  name: z.string(),
  vendors: z
    .array(
      z.object({
        slug: z.string(),
        name: z.string().nullable().describe('Null once the vendor has been deleted.'),
      }),
    )
    .nullable()
    .describe('Null for all vendors.'),
  components: z.array(z.string()),
  kinds: z.array(kindSchema),
  minImpact: impactSchema.nullable(),
  events: z.array(alertEventKindSchema),
  zone: z.string(),
  quietFrom: z.string().nullable(),
  quietUntil: z.string().nullable(),
  digestMinutes: z.int().nullable(),
  coolDownMinutes: z.int().nullable(),
  targets: z.array(z.object({ id: z.int(), name: z.string() })),
  pausedAt: z.date().nullable(),
  createdBy: z.string(),
  createdAt: z.date(),
  notes: z.array(z.string()).describe('Why it tells less than it seems to, as sentences; empty if it does not.'),
})
export type RuleView = z.infer<typeof ruleSchema>

/** What a rule would have sent. */
export const ruleDryRunSchema = z.object({
  from: z.date(),
  to: z.date(),
  eventCount: z.int().describe('Events that the rule tells of.'),
  messageCount: z.int().describe('Messages to each target: what is held until the same moment is one.'),
  byKind: z.partialRecord(alertEventKindSchema, z.int()),
  newest: z
    .array(
      z.object({
        kind: alertEventKindSchema,
        at: z.date(),
        sentAt: z.date().describe('Later than `at` for what waits for quiet hours, a digest or a cool-down to end.'),
        vendor: z.string(),
        incident: z.string(),
        title: z.string(),
      }),
    )
    .describe('The newest hundred.'),
})
export type RuleDryRun = z.infer<typeof ruleDryRunSchema>
