import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { createSemaphore } from '#lib/semaphore.ts'

/** A password to be shown once: 120 random bits in 20 characters that can be copied from a terminal. */
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

/** Each takes 19 MB and a core, and pages need the rest. */
const semaphore = createSemaphore(2)

async function limited<T>(operation: () => Promise<T>): Promise<T> {
  const release = await semaphore.acquire()
  try {
    return await operation()
  } finally {
    release()
  }
}
