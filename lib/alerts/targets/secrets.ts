import { seal, unseal } from '#lib/alerts/sealed.ts'
import type { TargetSecrets } from './target.ts'

/** Each target has a key of its own, so that no row's secrets can be moved to another. */
export const purposeOfTarget = (targetId: number) => `secrets of alert target ${targetId}`

export function sealSecrets(targetId: number, secrets: TargetSecrets): string {
  return seal(purposeOfTarget(targetId), JSON.stringify(secrets))
}

/** Throws SealedError in a process with another secret than the one that sealed them. */
export function openSecrets(targetId: number, sealed: string): TargetSecrets {
  return JSON.parse(unseal(purposeOfTarget(targetId), sealed))
}
