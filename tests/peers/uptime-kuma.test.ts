import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clearDatabase } from '#tests/support/ingest.ts'
import { type PeerProcess, poll, startPeer, usePeers } from './peer.ts'

/** A folder with Uptime Kuma, its packages installed. */
const folder = process.env.UPTIME_KUMA_DIR
/** A password that it does not call too weak. */
const PASSWORD = 'Northern-lights-7'

interface Socket {
  emit(event: string, ...args: unknown[]): void
  once(event: string, listener: () => void): void
  close(): void
}

describe.skipIf(folder === undefined)('Uptime Kuma', () => {
  let undo: () => Promise<void>
  let data: string
  let peer: PeerProcess
  let socket: Socket
  let slug: string
  /** How many there are; the number of the newest is its id as well. */
  let pages = 0

  beforeAll(async () => {
    undo = await usePeers()
    data = await mkdtemp(join(tmpdir(), 'peer-kuma-'))
    peer = await startPeer({
      command: process.execPath,
      args: ['server/server.js', `--data-dir=${data}/`],
      cwd: folder as string,
      // In development it needs no built front end; its zone is the operator's.
      env: (port) => ({
        NODE_ENV: 'development',
        UPTIME_KUMA_DB_TYPE: 'sqlite',
        UPTIME_KUMA_HOST: '127.0.0.1',
        UPTIME_KUMA_PORT: String(port),
        TZ: 'Europe/Berlin',
      }),
      readyPath: '/api/entry-page',
    })
    const { io } = createRequire(join(folder as string, 'package.json'))('socket.io-client')
    socket = io(peer.url, { transports: ['websocket'] })
    await new Promise<void>((resolve) => socket.once('connect', resolve))
    // It listens for events some time after it has taken the connection; what comes before is lost.
    await new Promise<void>((resolve) => {
      const asking = setInterval(() => {
        socket.emit('setup', 'admin', PASSWORD, () => {
          clearInterval(asking)
          resolve()
        })
      }, 500)
    })
    await ask('login', { username: 'admin', password: PASSWORD, token: '' })
  })
  afterAll(async () => {
    socket?.close()
    await peer?.stop()
    await rm(data, { recursive: true, force: true })
    await undo()
  })
  beforeEach(async () => {
    await clearDatabase()
    slug = `page-${++pages}`
    await ask('addStatusPage', 'Nordlicht', slug)
  })

  /** Does what a click of the operator does. */
  async function ask<Answer extends object>(event: string, ...args: unknown[]): Promise<Answer> {
    const answer = await new Promise<Answer & { ok: boolean; msg?: string }>((resolve) =>
      socket.emit(event, ...args, resolve),
    )
    if (!answer.ok) throw new Error(`${event}: ${answer.msg}`)
    return answer
  }

  /** Reads the page as it is now: what it has cached for five minutes goes with the next change of the page. */
  async function read(): Promise<string[]> {
    const { config } = await ask<{ config: object }>('getStatusPage', slug)
    await ask('saveStatusPage', slug, config, '/icon.svg', [])
    return await poll({ platform: 'uptime-kuma', url: `${peer.url}/status/${slug}` })
  }

  it('posts, edits, un-pins, resolves and deletes an incident', async () => {
    const text = { title: 'Störung Web', content: 'Wir **sehen** nach.', style: 'danger' }
    const { incident } = await ask<{ incident: { id: number; createdDate: string } }>('postIncident', slug, text)
    const start = `${incident.createdDate.slice(0, 19).replace(' ', 'T')}Z`
    const open = `Störung Web | incident |  | ${start} |  | ongoing`
    expect(await read()).toEqual([open])
    await ask('editIncident', slug, incident.id, { ...text, title: 'Web langsam' })
    expect(await read()).toEqual([open.replace('Störung Web', 'Web langsam')])
    await ask('unpinIncident', slug)
    expect(await read()).toEqual([open.replace('Störung Web', 'Web langsam')])
    await ask('resolveIncident', slug, incident.id)
    const [ended] = await read()
    expect(ended).toMatch(/^Web langsam \| incident \| resolved \| .*Z \| .*Z \| (?:reported|single)$/)
    await ask('deleteIncident', slug, incident.id)
    expect(await read()).toEqual([`${ended} | withdrawn`])
  })

  /** "2026-11-28 19:00:00" in Tokyo, so many minutes from now. */
  const inTokyo = (minutes: number) => at(minutes).toLocaleString('sv-SE', { timeZone: 'Asia/Tokyo' })
  /** Whole minutes. */
  const at = (minutes: number) => new Date((Math.floor(Date.now() / 60_000) + minutes) * 60_000)
  const iso = (date: Date) => date.toISOString().replace('.000Z', 'Z')

  async function plan(maintenance: object): Promise<number> {
    const timeRange = [-10, 50].map((minutes) => {
      const [hours, minute] = inTokyo(minutes).slice(11).split(':').map(Number)
      return { hours, minutes: minute, seconds: 0 }
    })
    const { maintenanceID } = await ask<{ maintenanceID: number }>('addMaintenance', {
      ...{
        description: 'Die Platten ziehen um.',
        active: true,
        timezoneOption: 'Asia/Tokyo',
        dateRange: [],
        timeRange,
      },
      ...{ intervalDay: 1, weekdays: [], daysOfMonth: [], cron: '30 3 * * *', durationMinutes: 60 },
      ...maintenance,
    })
    await ask('addMaintenanceStatusPage', maintenanceID, [{ id: pages }])
    return maintenanceID
  }

  it('tells maintenance in the zone of its author once it is under way, and ends what is deleted', async () => {
    // A plan that has not begun is on no public page.
    await plan({ title: 'Später', strategy: 'single', dateRange: ['2030-01-05 09:00:00', '2030-01-05 11:00:00'] })
    expect(await read()).toEqual([])
    const id = await plan({ title: 'Umzug', strategy: 'single', dateRange: [inTokyo(-10), inTokyo(50)] })
    const start = `Umzug | maintenance | in_progress | ${iso(at(-10))}`
    expect(await read()).toEqual([`${start} |  | ongoing`])
    await ask('deleteMaintenance', id)
    const [gone] = await read()
    expect(gone).toMatch(/ \| (?:seen|single)$/)
  })

  it('tells one time of what recurs, and what was begun by hand since it was seen', async () => {
    await plan({ title: 'Nachtlauf', strategy: 'recurring-interval', dateRange: [inTokyo(-2880)] })
    await plan({ title: 'Sofort', strategy: 'manual', timezoneOption: 'UTC' })
    const told = await read()
    expect(told[0]).toBe(`Nachtlauf | maintenance | in_progress | ${iso(at(-10))} |  | ongoing`)
    expect(told.filter((line) => line.startsWith('Sofort'))).toEqual([
      expect.stringMatching(/^Sofort \| maintenance \| in_progress \| 20\S+Z \| {2}\| ongoing$/),
    ])
  })
})
