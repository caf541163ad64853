import { createHash } from 'node:crypto'
import type { Transaction } from './transaction.ts'

/** A list longer than this deserves a plan of its own. */
const MANY = 100

/** By text. The texts are constants of the code, so there are as many as are written there. */
const names = new Map<string, string>()

/**
 * Lends a connection to what is asked thousands of times an hour with small parameters: its statements get names, so that Postgres
 * parses each once for a connection and, from the sixth time on, does not plan it again. Planning takes longer than running there.
 * See docs/decisions/176 for what should not be asked in this way.
 */
export function preparing(tx: Transaction): Transaction {
  const query = (text: unknown, values?: unknown) => {
    const ask = tx.query.bind(tx) as (text: unknown, values?: unknown) => unknown
    if (typeof text !== 'string' || !Array.isArray(values) || values.some(isMany)) return ask(text, values)
    return ask({ ...named(text), values })
  }
  return { query: query as Transaction['query'] }
}

/** A statement with its name, which is the same in every process. */
export function named(text: string): { name: string; text: string } {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 22)
    names.set(text, name)
  }
  return { name, text }
}

function isMany(value: unknown): boolean {
  return Array.isArray(value) && value.length > MANY
}
