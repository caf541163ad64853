import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** A password to be told once: 120 random bits in 20 characters that survive being read out of a terminal. */
export function makePassword(): string {
  return randomBytes(15).toString('base64url')
}

/** Argon2id with the parameters that OWASP recommends (19 MiB, two passes). */
export async function hashPassword(password: string): Promise<string> {
  return await limited(() => hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 }))
}

export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  return await limited(() => verify(stored, password))
}

let busy = 0
const waiting: (() => void)[] = []

/** At most two at once: each takes 19 MB and a core, and pages need the rest. */
async function limited<T>(operation: () => Promise<T>): Promise<T> {
  while (busy >= 2) await new Promise<void>((resolve) => waiting.push(resolve))
  busy += 1
  try {
    return await operation()
  } finally {
    busy -= 1
    waiting.shift()?.()
  }
}
