import type { ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import { queryRows } from '#lib/database/client.ts'
import { createRenderCosts } from '#lib/web/limit/render-cost.ts'
import { createAsk } from '#lib/web/next/ask.ts'
import { Prisma } from '#prisma/client/client.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

/** How many such statements the database executes while it executes this one. */
const countAtWork = async () => {
  const [row] = await queryRows<{ count: number }[]>(Prisma.sql`
    select count(*)::int as count from pg_stat_activity, (select pg_sleep(0.2)) slept
    where datname = current_database() and state = 'active' and query like '%slept%'`)
  return row?.count
}

/** Next, each of whose pages sends four statements at once and shows the most that were executed at a time. */
async function drawPage(_request: unknown, response: ServerResponse): Promise<void> {
  const counts = await Promise.all([1, 2, 3, 4].map(countAtWork))
  cpuMs += 500
  response.end(String(counts.sort().at(-1)))
}

let cpuMs = 0

it('a page that took long sends its statements one after the other the next time, and others send theirs at once', async () => {
  const ask = createAsk(
    drawPage,
    createRenderCosts(() => cpuMs),
  )
  const show = async (url: string) => {
    const outcome = await ask(
      { method: 'GET', url, headers: {} },
      { collectBytes: () => 1_000, signal: new AbortController().signal },
    )
    return outcome.kind === 'whole' ? Number(outcome.answer.body.toString()) : null
  }
  // What the first render of a path like these takes counts as the loading of its route.
  await show('/vendors/acme')
  expect(await show('/vendors/acme')).toBeGreaterThan(1)
  expect(await show('/vendors/acme?window=all')).toBe(1)
  expect(await show('/vendors/bolt')).toBeGreaterThan(1)
})
