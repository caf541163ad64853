import { z } from 'zod'

/** Where alerts can go. The order is that of the forms. */
export const TARGET_KINDS = [
  'slack',
  'teams',
  'discord',
  'google_chat',
  'mattermost',
  'email',
  'pagerduty',
  'ntfy',
  'webhook',
  'json',
] as const
export type TargetKind = (typeof TARGET_KINDS)[number]
export const targetKindSchema = z.enum(TARGET_KINDS)

export interface KindFacts {
  label: string
  /** Attempts under way at once. */
  concurrency: number
  /** What the service accepts in a minute, by its documentation; null where it says nothing. */
  perMinute: number | null
}

/**
 * Slack: one message a second (docs.slack.dev/apis/web-api/rate-limits). Discord: 30 in a minute for each channel
 * (docs.discord.com/developers/topics/rate-limits; discord.js guide). Teams: four requests a second (learn.microsoft.com, "Rate
 * limiting for connectors"). Google Chat: one a second for each space (developers.google.com/workspace/chat/limits). PagerDuty:
 * 120 events a minute (developer.pagerduty.com, "Rate limits"). ntfy.sh: 60 at once, then one every 5 seconds (docs.ntfy.sh).
 */
export const KIND_FACTS = {
  slack: { label: 'Slack', concurrency: 2, perMinute: 60 },
  teams: { label: 'Microsoft Teams', concurrency: 2, perMinute: 60 },
  discord: { label: 'Discord', concurrency: 2, perMinute: 30 },
  google_chat: { label: 'Google Chat', concurrency: 2, perMinute: 60 },
  mattermost: { label: 'Mattermost', concurrency: 4, perMinute: null },
  email: { label: 'E-mail', concurrency: 1, perMinute: 30 },
  pagerduty: { label: 'PagerDuty', concurrency: 4, perMinute: 120 },
  ntfy: { label: 'ntfy', concurrency: 2, perMinute: 60 },
  webhook: { label: 'Webhook', concurrency: 16, perMinute: null },
  json: { label: 'JSON by a template', concurrency: 8, perMinute: null },
} as const satisfies Record<TargetKind, KindFacts>

/** More events than this in a minute become one message. */
export const DIGEST_OVER = 200
