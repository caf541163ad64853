import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ParsedDocument, ParsedIncident } from '#lib/adapters/adapter.ts'
import { getAdapter } from '#lib/adapters/registry.ts'
import { findMentions } from '#lib/text/mention.ts'
import { findStatedWindow } from '#lib/text/stated-window.ts'
import { SAMPLE, type SampleDocument } from '#prisma/sample/index.ts'
import { hasShared, sharedPath } from '../../support/shared.ts'
import { countOf, documentOf, expectSoundDocument } from './test-adapter.ts'

const folder = join(import.meta.dirname, '../../../prisma/sample')

describe.each(SAMPLE.map((sample) => [sample.file, sample] as const))('the sample %s', (_, sample) => {
  const parsed = readSample(sample)

  it('is read without a doubt', () => {
    expectSoundDocument(parsed)
    expect(parsed.incidents.length).toBeGreaterThan(0)
    expect(parsed.quarantined).toEqual([])
    expect(parsed.warnings.filter(({ message }) => message !== 'declares 11 updates and lists 0')).toEqual([])
  })

  it('says nothing that came after it was read', () => {
    const newest = Math.max(...parsed.incidents.flatMap(timesOf))
    expect(newest).toBeLessThanOrEqual(sample.readAt?.getTime() ?? Number.POSITIVE_INFINITY)
  })

  it('has an end for every incident with a time', () => {
    const open = parsed.incidents.filter(
      ({ updates, statedEndedAt }) =>
        updates.length > 0 &&
        statedEndedAt === null &&
        !updates.some(({ status }) => status === 'resolved' || status === 'completed'),
    )
    expect(open.map(({ title }) => title)).toEqual([])
  })

  it('has no text of the vendor', () => {
    const texts = parsed.incidents.flatMap(({ updates }) => updates.map(({ body }) => body))
    if (sample.platform === 'archive') expect(texts.filter((text) => text !== '')).toEqual([])
    else expect(texts).not.toContain('')
  })
})

describe('the sample archive', () => {
  it('lists every file beside it once', () => {
    expect(SAMPLE.map(({ file }) => file).toSorted()).toEqual(
      readdirSync(folder)
        .filter((name) => name !== 'index.ts')
        .toSorted(),
    )
  })

  it('has eight vendors or more besides the two with texts', () => {
    expect(
      new Set(SAMPLE.filter(({ platform }) => platform === 'archive').map(({ vendor }) => vendor)).size,
    ).toBeGreaterThanOrEqual(8)
  })

  it('holds 24 incidents of each of the two with texts, with 87 and 67 updates', () => {
    expect(countOf(readNamed('courier.txt'))).toEqual({ incidents: 24, updates: 87 })
    expect(countOf(readNamed('workos.txt'))).toEqual({ incidents: 24, updates: 67 })
  })

  it('leaves undated what WorkOS leaves undated', () => {
    expect(readNamed('workos.txt').incidents.filter(({ updates }) => updates.length === 0)).toMatchObject([
      {
        title: 'Authkit and Admin Portal Errors',
        startedAfter: new Date('2025-10-14T10:24:00Z'),
        startedBefore: new Date('2025-11-11T17:24:00Z'),
      },
    ])
  })

  it('keeps the addresses of the incidents upstream', () => {
    const [first] =
      readNamed('courier.txt').incidents.find(({ title }) => title.startsWith('Cloudflare Outage'))?.updates ?? []
    expect(first?.body).toContain(' https://status.workos.com/incidents/k9s870cktcsf ')
    expect(first?.body).toContain(' https://www.cloudflarestatus.com/incidents/25r9t0vz99rp ')
  })
})

describe.skipIf(!hasShared)('beside the real documents, the sample', () => {
  const pairs = [
    ['courier.txt', 'courier-outage-history.txt'],
    ['workos.txt', 'workos-outage-history.txt'],
  ] as const

  it.each(pairs)('%s has the same facts', (file, seed) => {
    const real = readSeed(seed)
    const sample = readNamed(file)
    expect(sample.incidents.map(withoutTexts)).toEqual(real.incidents.map(withoutTexts))
    expect({ ...sample, incidents: [], warnings: [] }).toEqual({ ...real, incidents: [], warnings: [] })
  })

  it.each(pairs)('%s states the same windows and names the same addresses', (file, seed) => {
    const found = readNamed(file).incidents.map(findInTexts)
    expect(found).toEqual(readSeed(seed).incidents.map(findInTexts))
    expect(found.flatMap(({ windows }) => windows).length).toBeGreaterThan(2)
  })

  it.each(pairs)('%s repeats no six words of a text', (file, seed) => {
    const real = new Set(textsOf(readSeed(seed)).flatMap(listRuns))
    expect(real.size).toBeGreaterThan(500)
    expect(
      textsOf(readNamed(file))
        .flatMap(listRuns)
        .filter((run) => real.has(run)),
    ).toEqual([])
  })
})

function readNamed(file: string): ParsedDocument {
  const sample = SAMPLE.find((each) => each.file === file)
  if (sample === undefined) throw new Error(`no sample ${file}`)
  return readSample(sample)
}

function readSample({ platform, file, readAt }: SampleDocument): ParsedDocument {
  const adapter = getAdapter(platform)
  if (adapter === null) throw new Error(`no adapter for ${platform}`)
  return adapter.parse(documentOf(readFileSync(join(folder, file)), { readAt }))
}

function readSeed(file: string): ParsedDocument {
  const adapter = getAdapter('outage-text')
  if (adapter === null) throw new Error('no adapter for outage-text')
  return adapter.parse(documentOf(readFileSync(sharedPath('seeds', file))))
}

function timesOf({ statedStartedAt, statedEndedAt, updates }: ParsedIncident): number[] {
  return [statedStartedAt, statedEndedAt, ...updates.map(({ postedAt }) => postedAt)].map(Number)
}

function withoutTexts({ updates, ...incident }: ParsedIncident) {
  return { ...incident, updates: updates.map(({ body: _, ...update }) => update) }
}

function findInTexts({ title, updates }: ParsedIncident) {
  const windows = updates.flatMap(({ body, postedAt }) => findStatedWindow(body, postedAt) ?? [])
  return {
    title,
    windows: windows.map(({ from, to, zone }) => ({ from, to, zone })),
    mentions: updates.flatMap(({ body }) => findMentions(body)),
  }
}

function textsOf({ incidents }: ParsedDocument): string[] {
  return incidents.flatMap(({ updates }) => updates.map(({ body }) => body))
}

/** Every six words in a row, without regard to case and punctuation. */
function listRuns(text: string): string[] {
  const words = text
    .split(/\s+/)
    .map((word) => word.replace(/^\P{L}*?(?=[\p{L}\p{N}])|[^\p{L}\p{N}]+$/gu, '').toLowerCase())
  const spoken = words.filter((word) => /[\p{L}\p{N}]/u.test(word))
  return spoken.slice(5).map((_, index) => spoken.slice(index, index + 6).join(' '))
}
