import type { AlertMessage } from '#lib/alerts/messages/message.ts'
import type { Target } from '#lib/alerts/targets/target.ts'

/** What is sent by HTTP to a target. */
export interface TargetRequest {
  url: string
  headers: Record<string, string>
  body: string
}

/** A message in a service's own form. `now` is the moment of the attempt. */
export type Form = (message: AlertMessage, target: Target, now: Date) => TargetRequest

export function jsonRequest(url: string, body: unknown, headers: Record<string, string> = {}): TargetRequest {
  return { url, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

/** Where a message leads, in words. */
export const LINK_WORDS = 'Open in Outage History'
