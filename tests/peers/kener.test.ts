import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { clearDatabase } from '#tests/support/ingest.ts'
import { poll, usePeers } from './peer.ts'

/** The address of a Kener that runs on this machine with nothing in it but its seeds, and a key to its API. */
const url = process.env.KENER_URL
const key = process.env.KENER_API_KEY

describe.skipIf(url === undefined || key === undefined)('Kener', () => {
  let undo: () => Promise<void>
  beforeAll(async () => {
    undo = await usePeers()
  })
  afterAll(() => undo())
  beforeEach(() => clearDatabase())

  async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${url}/api/v4${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Answer
  }

  const read = () => poll({ platform: 'feed', url: `${url}/rss.xml` })
  /** Seconds since 1970, so many minutes from when the test began. */
  const now = Math.floor(Date.now() / 60_000)
  const at = (minutes: number) => (now + minutes) * 60
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000', '')
  const monitors = [{ monitor_tag: 'earth', impact: 'DOWN' }]

  it('tells a back-dated incident from its first comment to its end', async () => {
    const { incident } = await ask<{ incident: { id: number } }>('POST', '/incidents', {
      title: 'Störung Web',
      start_date_time: at(-120),
      monitors,
    })
    onTestFinished(() => ask<void>('DELETE', `/incidents/${incident.id}`).catch(() => {}))
    const comment = (state: string, minutes: number) =>
      ask('POST', `/incidents/${incident.id}/comments`, { comment: `Stand: ${state}`, state, timestamp: at(minutes) })
    await comment('INVESTIGATING', -110)
    // Its feed tells of the newest comment alone, so that the start is not known.
    const start = `Störung Web | incident | investigating | ${iso(at(-110))}`
    expect(await read()).toEqual([`${start} |  | ongoing`])
    await comment('RESOLVED', -30)
    const ended = `${start.replace('investigating', 'resolved')} | ${iso(at(-30))} | reported`
    expect(await read()).toEqual([ended])
    // What leaves the feed may have been deleted or be too old for it.
    await ask('DELETE', `/incidents/${incident.id}`)
    expect(await read()).toEqual([ended])
  })
})
