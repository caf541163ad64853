import { appendFileSync, readFileSync } from 'node:fs'
import { type DatabaseError, Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withClient } from '#bin/database.ts'
import { closeDatabase } from '#lib/database/client.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { compareRows } from '#tests/support/rows/compare.ts'
import { describeColumns } from '#tests/support/rows/describe.ts'
import { LOOKED_AT_FILE, SITES_FILE } from '#tests/support/rows/global-setup.ts'
import { takeComplaints } from '#tests/support/rows/record.ts'
import { RIGHT, WRONG } from '#tests/support/rows/samples.ts'
import type { QuerySite } from '#tests/support/rows/site.ts'

const sites: QuerySite[] = JSON.parse(readFileSync(process.env[SITES_FILE] ?? '', 'utf8'))
const ours = sites.filter(({ at }) => !at.startsWith('tests/'))

let database: TestDatabase
let pool: Pool

beforeAll(async () => {
  database = await createTestDatabase()
  pool = new Pool({ connectionString: database.url })
  process.env.DATABASE_URL = database.url
})

afterAll(async () => {
  await closeDatabase()
  await pool.end()
  await database.drop()
})

/** Whether a statement cannot be described for what it is: several in one, or about a table that is there for a while. */
function isBeyond(error: DatabaseError): boolean {
  if (error.message.includes('multiple commands')) return true
  const [, table = ''] = /^relation "(\w+)" does not exist$/.exec(error.message) ?? []
  return ours.some(({ text }) => text?.includes(`create temp table ${table} `))
}

it('every query whose text is in one place gives what it declares, as the server describes it', async () => {
  const complaints: string[] = []
  await withClient(database.url, async (client) => {
    for (const site of ours) {
      if (site.text === null) continue
      try {
        const columns = await describeColumns(client, site.text)
        appendFileSync(process.env[LOOKED_AT_FILE] ?? '', `${site.at}\n`)
        complaints.push(...compareRows(site, columns, site.text))
      } catch (error) {
        if (!isBeyond(error as DatabaseError)) complaints.push(`${site.at}: ${(error as Error).message}`)
      }
    }
  })
  expect(complaints).toEqual([])
})

it('two queries hand on the rows of somebody else, and none has rows of which nothing is said', () => {
  const untold = ours.filter(
    ({ declares }) => declares.kind === 'any' || (declares.kind === 'fields' && declares.fields.length === 0),
  )
  expect(untold.map(({ at }) => at)).toEqual([
    expect.stringContaining('client.ts'),
    expect.stringContaining('queue.ts'),
  ])
})

describe('what looks at the queries that tests send', () => {
  it.each([
    [
      'renamedColumn',
      ['declares "title", which no column gives', 'gives the column "name", which it does not declare'],
    ],
    ['numberForText', ['gives "count" as int8, which arrives as string, and declares number']],
    ['neverNull', ['gave null for "at", and declares Date']],
    ['nothing', ['says that it returns nothing, and gives the column "one"']],
    ['place', ['gives "1" as timestamptz, which arrives as date, and declares string']],
    ['composedRow', ['gives "count" as int8, which arrives as bigint, and declares number']],
  ] as const)('finds %s, and names file, line, query and column', async (name, sentences) => {
    await WRONG[name](pool)
    await expect
      .poll(takeComplaints)
      .toEqual(
        sentences.map((sentence) =>
          expect.stringMatching(
            new RegExp(`^tests/support/rows/samples.ts:\\d+: the query "select .*" ${sentence}.$`, 'i'),
          ),
        ),
      )
  })

  it('has nothing to say of a query that gives what it declares', async () => {
    await RIGHT(pool)
    expect(takeComplaints()).toEqual([])
  })
})
