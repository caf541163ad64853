import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findStatedWindow } from '#lib/text/stated-window.ts'
import { hasShared, sharedPath } from '#tests/support/shared.ts'

/** An update, named by file, id and sha256 of its text, and the window that it states; null for none. */
interface WindowLabel {
  file: string
  id: string
  sha256: string
  stated: [from: string, to: string] | null
}

interface StatuspageFile {
  incidents: {
    incident_updates: { id: string; created_at: string; display_at: string | null; body: string | null }[]
  }[]
}

const LABELS = join(import.meta.dirname, '..', '..', 'fixtures', 'texts', 'stated-windows.jsonl')

const minuteOf = (instant: Date) => `${instant.toISOString().slice(0, 16)}Z`

function readUpdates(file: string): Map<string, StatuspageFile['incidents'][number]['incident_updates'][number]> {
  const { incidents } = JSON.parse(readFileSync(sharedPath('fixtures', file), 'utf8')) as StatuspageFile
  return new Map(incidents.flatMap((incident) => incident.incident_updates).map((update) => [update.id, update]))
}

describe.skipIf(!hasShared)('500 real updates, labelled by hand', () => {
  it('state the windows that the labels say: 98 of 100 found are right, and 90 of 100 are found', () => {
    const labels = readFileSync(LABELS, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as WindowLabel)
    expect(labels).toHaveLength(500)
    const files = new Map([...new Set(labels.map(({ file }) => file))].map((file) => [file, readUpdates(file)]))
    const count = { right: 0, wrong: [] as string[], missed: [] as string[] }
    for (const { file, id, sha256, stated } of labels) {
      const update = files.get(file)?.get(id)
      const body = update?.body ?? ''
      if (update === undefined || createHash('sha256').update(body).digest('hex') !== sha256)
        throw new Error(`${file}: ${id} is not the text that was labelled.`)
      const window = findStatedWindow(body, new Date(update.display_at ?? update.created_at))
      const isRight = window !== null && stated?.[0] === minuteOf(window.from) && stated[1] === minuteOf(window.to)
      if (isRight) count.right += 1
      else if (window !== null) count.wrong.push(`${id}: ${window.quote}`)
      if (stated !== null && !isRight) count.missed.push(id)
    }
    const { right, wrong, missed } = count
    expect({ isPrecise: right / (right + wrong.length) >= 0.98, wrong }).toMatchObject({ isPrecise: true })
    expect({ isEnough: right / (right + missed.length) >= 0.9, missed }).toMatchObject({ isEnough: true })
  })
})
