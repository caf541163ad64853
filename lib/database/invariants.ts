import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pool } from './client.ts'
import type { Transaction } from './transaction.ts'

export interface Violation {
  /** Which rule is broken: I1 to I12, each described in prisma/checks/invariants.sql. */
  rule: string
  subject: string
  detail: string
}

const FILE = join(import.meta.dirname, '..', '..', 'prisma', 'checks', 'invariants.sql')

/** Contradictions in the stored data, a few for each rule; empty when there are none. */
export async function checkInvariants(tx: Transaction = pool()): Promise<Violation[]> {
  const { rows } = await tx.query<Violation>(await readFile(FILE, 'utf8'))
  return rows
}
