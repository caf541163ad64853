import { z } from 'zod'
import type { Scope } from '#lib/domain/access.ts'
import type { InputName, ResponseName } from './openapi-schemas.ts'

export interface Parameter {
  name: string
  description: string
  schema: z.ZodType
  required?: boolean
  example?: string | number | boolean
}

/** What the operations are about, in the order in which they are explained. */
export const TAGS = {
  Vendors: 'Vendors, their state now, and the figures of their history.',
  Incidents: 'What vendors posted: by vendor, by words, by moment or one by one.',
  Sources: 'Where a vendor is read.',
  Runs: 'Reading sources, and what it changed.',
  Alerts: 'Who is told of what is new, and when.',
  Statuspage: 'Every vendor in the form of the public API of Atlassian Statuspage, for programs that read it.',
} as const

export interface Operation {
  /** The name of the function in a generated client. */
  id: string
  tag: keyof typeof TAGS
  summary: string
  status?: number
  response: ResponseName | 'nothing'
  /** Each server-sent event of the answer is such a response. */
  isStream?: boolean
  parameters?: Parameter[]
  /** The scope that the token or signed-in user needs; without it, the call is public. */
  scope?: Scope
  body?: InputName | 'document'
  /** Errors have the form of Statuspage's API, and an unknown state is one. */
  isStatuspage?: boolean
}

export type Method = 'get' | 'post' | 'patch' | 'delete'

/** Of operations that can be tried. */
export const DRY_RUN: Parameter = {
  name: 'dryRun',
  description: 'Report what would happen, but change nothing.',
  schema: z.boolean(),
}
