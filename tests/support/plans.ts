import pg from 'pg'
import { withClient } from '#bin/database.ts'

/** A statement as it was sent, with its parameters. */
export interface Sent {
  text: string
  values: unknown[]
}

let recorded: Sent[] | null = null

// Before any connection is made: each takes the function that it finds.
const { query } = pg.Client.prototype
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const [first] = args
  const config = typeof first === 'string' ? { text: first, values: args[1] } : (first as Partial<Sent>)
  if (config.text !== undefined)
    recorded?.push({ text: config.text, values: Array.isArray(config.values) ? config.values : [] })
  return (query as (...args: unknown[]) => unknown).apply(this, args)
} as typeof query

/** Records what this process sends to the database while `task` runs. */
export async function recordStatements(task: () => Promise<unknown>): Promise<Sent[]> {
  const sent: Sent[] = []
  recorded = sent
  try {
    await task()
  } finally {
    recorded = null
  }
  return sent
}

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Index Cond'?: string
  'Actual Loops'?: number
  Plans?: Plan[]
}

/**
 * The tables that these statements read from beginning to end, themselves or by an index without a condition on it, although every
 * other way is preferred: no index leads to what they ask for. What a LIMIT ends may be read in an index's order, and an index of few
 * rows as a whole. Each with the statement's text.
 */
export async function listScannedTables(url: string, statements: Sent[]): Promise<{ table: string; text: string }[]> {
  return await withClient(url, async (client) => {
    await client.query('set enable_seqscan = off')
    const ofFew = await client.query<{ name: string }>(
      'select indexrelid::regclass::text as name from pg_index where indpred is not null',
    )
    const partial = new Set(ofFew.rows.map(({ name }) => name))
    const scans: { table: string; text: string }[] = []
    for (const { text, values } of statements) {
      if (!/^\s*(?:select|with)\b/i.test(text)) continue
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (format json) ${text}`, values)
      const plan = rows[0]?.['QUERY PLAN'][0].Plan
      if (plan !== undefined)
        scans.push(...scannedIn(plan, partial).map((table) => ({ table, text: text.replace(/\s+/g, ' ') })))
    }
    return scans
  })
}

function scannedIn(plan: Plan, partial: Set<string>, isEnded = false): string[] {
  const { 'Node Type': node, 'Index Name': index = '', 'Index Cond': condition, 'Relation Name': table = '' } = plan
  const isWhole = node.startsWith('Index') && condition === undefined && !isEnded && !partial.has(index)
  const parts = (plan.Plans ?? []).flatMap((part) => scannedIn(part, partial, isEnded || node === 'Limit'))
  return node === 'Seq Scan' || isWhole ? [table, ...parts] : parts
}

/** The indexes in the plan of each of these statements that contains `text`. */
export async function listIndexes(url: string, statements: Sent[], text: string): Promise<string[][]> {
  return await withClient(url, async (client) => {
    const found: string[][] = []
    for (const sent of statements.filter((statement) => statement.text.includes(text))) {
      const { rows } = await client.query<{ 'QUERY PLAN': unknown }>(`explain (format json) ${sent.text}`, sent.values)
      const plan = JSON.stringify(rows[0]?.['QUERY PLAN'])
      found.push([...plan.matchAll(/"Index Name":"(\w+)"/g)].map(([, name = '']) => name))
    }
    return found
  })
}

/** The indexes that Postgres reads when it runs these statements; what a plan has but did not need is left out. */
export async function listIndexesRead(url: string, statements: Sent[]): Promise<string[]> {
  return await withClient(url, async (client) => {
    const found: string[] = []
    for (const { text, values } of statements) {
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `explain (analyze, format json) ${text}`,
        values,
      )
      found.push(...rows.flatMap((row) => indexesRead(row['QUERY PLAN'][0].Plan)))
    }
    return found
  })
}

function indexesRead({ 'Actual Loops': loops, 'Index Name': index, Plans: parts = [] }: Plan): string[] {
  return loops === 0 ? [] : [...(index === undefined ? [] : [index]), ...parts.flatMap(indexesRead)]
}
