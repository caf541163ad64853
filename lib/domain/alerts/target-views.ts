import { z } from 'zod'
import { alertEventKindSchema } from './rule.ts'
import { mailSecuritySchema } from './target-input.ts'
import { targetKindSchema } from './target-kinds.ts'

/** A target as admins and viewers see it, without secrets. */
export const alertTargetSchema = z.object({
  id: z.int(),
  name: z.string(),
  kind: targetKindSchema,
  settings: z
    .object({
      host: z.string().describe('Of its address.'),
      template: z.string().optional().describe('Of json.'),
      security: mailSecuritySchema.optional().describe('Of email.'),
      user: z.string().optional().describe('Of email.'),
      from: z.string().optional().describe('Of email.'),
      to: z.array(z.string()).optional().describe('Of email.'),
    })
    .describe('What may be shown of its address.'),
  concurrency: z.int().describe('Attempts under way at once.'),
  perMinute: z.int().nullable().describe('Messages a minute at most.'),
  digestOver: z.int().nullable().describe('More events than this in a minute become one message.'),
  createdBy: z.string(),
  createdAt: z.date(),
  pausedAt: z.date().nullable(),
  disabledAt: z.date().nullable(),
  disabledReason: z.string().nullable(),
  acceptedAt: z.date().nullable().describe('When it last accepted a message.'),
  failedAt: z.date().nullable().describe('When it last did not.'),
  failure: z.string().nullable().describe('Of the newest failed attempt.'),
  waitingCount: z.int(),
})
export type AlertTargetView = z.infer<typeof alertTargetSchema>

export const deliveryPurposeSchema = z.enum(['event', 'digest', 'test'])
export const deliveryStateSchema = z.enum(['waiting', 'delivered', 'failed', 'skipped'])

/** One message to a target, or what became part of a digest. */
export const alertDeliverySchema = z.object({
  id: z.string(),
  targetId: z.int(),
  targetName: z.string(),
  purpose: deliveryPurposeSchema,
  event: alertEventKindSchema.nullable(),
  vendor: z.string().nullable().describe('The slug.'),
  vendorName: z.string().nullable(),
  title: z.string().nullable().describe("The incident's."),
  incidentId: z.string().nullable(),
  messageId: z.string().describe('The `webhook-id`, which stays when the message is sent again.'),
  state: deliveryStateSchema,
  dueAt: z.date(),
  tries: z.int(),
  createdAt: z.date(),
  endedAt: z.date().nullable(),
  failure: z.string().nullable(),
  digestId: z.string().nullable().describe('The delivery of the digest that tells it.'),
})
export type AlertDeliveryView = z.infer<typeof alertDeliverySchema>

export const alertAttemptSchema = z.object({
  id: z.string(),
  at: z.date(),
  ms: z.int().describe('How long it took.'),
  isAccepted: z.boolean(),
  request: z.string().describe('What was sent, without secrets.'),
  status: z.int().nullable().describe('Of HTTP or SMTP; null without an answer.'),
  answer: z.string().nullable().describe('The first 2 KB of what was answered.'),
  failure: z.string().nullable().describe('What went wrong, and what to do.'),
})
export type AlertAttemptView = z.infer<typeof alertAttemptSchema>

export const targetHealthSchema = z.enum(['disabled', 'failing', 'paused', 'new', 'working'])

/** How a target does, worst first. */
export type TargetHealth = z.infer<typeof targetHealthSchema>

/** As the API answers. */
export const targetAnswerSchema = alertTargetSchema.extend({ health: targetHealthSchema })
export type AlertTargetAnswer = z.infer<typeof targetAnswerSchema>

/** By its newest attempts: failing once one failed since the last that was accepted. */
export function targetHealth({ pausedAt, disabledAt, acceptedAt, failedAt }: AlertTargetView): TargetHealth {
  if (disabledAt !== null) return 'disabled'
  if (pausedAt !== null) return 'paused'
  if (failedAt !== null && (acceptedAt === null || failedAt > acceptedAt)) return 'failing'
  return acceptedAt === null ? 'new' : 'working'
}
