import { withClient } from '#bin/database.ts'
import { startSite } from '#tests/support/site.ts'
import { KINDS, type Kind } from './addresses.ts'
import { ask } from './measure.ts'
import { readSample } from './sample.ts'
import { describeScans, readScans } from './scans.ts'
import type { World } from './world.ts'

/** Requests that cost most: the whole history of a vendor, one letter, a word in every incident, the longest list there is. */
export const CROWDED: ((n: number) => string)[] = [
  (n) => `/vendors/v1?window=all&zone=c${n}`,
  (n) => `/search?q=a&zone=c${n}`,
  (n) => `/search?q=the&zone=c${n}`,
  (n) =>
    `/api/v1/vendors/v1/incidents?window=all&limit=100&asOf=${new Date(Date.UTC(2025, 5) + n * 1_000).toISOString()}`,
]
export const CROWD = 50

/**
 * Asks a site for each kind of address twice, on a filled database, and for the dearest fifty times at once. Returns what is wrong: an
 * answer that is none, or does not say when to come back, and growing tables that are read from beginning to end although every other
 * way is preferred.
 */
export async function smoke(url: string, world: World, kinds: readonly Kind[] = KINDS): Promise<string[]> {
  const sample = await readSample(url, world)
  await withClient(url, async (client) => {
    const name = client.escapeIdentifier(client.database ?? '')
    await client.query<never>(`alter database ${name} set enable_seqscan = off`)
  })
  const before = await readScans(url)
  const site = await startSite({ env: { DATABASE_URL: url, TRUST_PROXY: 'on', LOG_LEVEL: 'error' } })
  const wrong: string[] = []
  try {
    for (const kind of kinds) {
      for (const n of [1, 2]) {
        const path = kind.path(n, sample)
        const { status } = await ask(site.url + path, n)
        if (status !== 200) wrong.push(`${kind.what} (${path}) was answered with ${status}`)
      }
    }
    for (const path of CROWDED) wrong.push(...(await crowd(site.url, path)))
  } finally {
    await site.stop()
  }
  return [...wrong, ...describeScans(before, await readScans(url))]
}

async function crowd(site: string, path: (n: number) => string): Promise<string[]> {
  const answers = await Promise.all(Array.from({ length: CROWD }, (_, n) => ask(site + path(n), n)))
  const isHonest = ({ status, retryAfter }: (typeof answers)[number]) =>
    status === 200 || ([429, 503].includes(status) && Number(retryAfter) > 0)
  const bad = answers.filter((answer) => !isHonest(answer))
  const isAnswered = answers.some(({ status }) => status === 200)
  return [
    ...bad.map(
      ({ status }) => `${path(0)}, asked for by a crowd, was answered with ${status} and no time to come back`,
    ),
    ...(isAnswered ? [] : [`${path(0)} was answered to nobody of a crowd`]),
  ]
}
