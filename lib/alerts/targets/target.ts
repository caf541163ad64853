import type { TargetKind } from '#lib/domain/alerts/target-kinds.ts'

/** What may be shown of a target. */
export interface TargetSettings {
  /** Of its address. */
  host: string
  /** Placeholders in JSON, of the kind `json`. */
  template?: string
  /** Of the kind `email`. */
  from?: string
  to?: string[]
  security?: 'tls' | 'starttls' | 'none'
  user?: string
}

/** What nobody is shown again. */
export interface TargetSecrets {
  url: string
  /** Of Standard Webhooks: `whsec_` and base64. */
  signingSecret?: string
  /** Also signs until then, after a rotation. */
  formerSecret?: string
  formerUntil?: string
  /** A bearer token of ntfy, the value of an Authorization header, a routing key of PagerDuty, a password of SMTP. */
  token?: string
  /** Of ntfy. */
  topic?: string
}

/** A target with all that sending to it needs. */
export interface Target {
  id: number
  name: string
  kind: TargetKind
  settings: TargetSettings
  secrets: TargetSecrets
}
