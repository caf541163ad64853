import type { TargetKind } from '#lib/domain/alerts/target-kinds.ts'
import { discord } from './discord.ts'
import type { Form } from './form.ts'
import { googleChat } from './google-chat.ts'
import { mattermost } from './mattermost.ts'
import { ntfy } from './ntfy.ts'
import { pagerduty } from './pagerduty.ts'
import { slack } from './slack.ts'
import { teams } from './teams.ts'
import { templated } from './template.ts'
import { webhook } from './webhook.ts'

/** The form of each kind that is sent by HTTP. */
export const FORMS = {
  slack,
  teams,
  discord,
  google_chat: googleChat,
  mattermost,
  ntfy,
  pagerduty,
  webhook,
  json: templated,
} as const satisfies Record<Exclude<TargetKind, 'email'>, Form>
