import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedDocument } from '#lib/adapters/adapter.ts'
import { type NormalisedDocument, normaliseDocument } from '#lib/documents/normalise.ts'
import { joinReads, singleRead } from '#lib/domain/read-times.ts'
import { applyObservation, emptyState, type SourceState, toObservation } from '#lib/incidents/apply-observation.ts'
import { applyObservations, type StoredObservation } from '#lib/incidents/rebuild.ts'
import { aDocument, anIncident } from '#tests/support/documents.ts'
import { anyDocument } from '#tests/support/generators/any-document.ts'

interface Read {
  /** Which document, and by that at which address. */
  of: number
  at: Date
}

const reads = fc
  .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 24 })
  .chain((minutes) =>
    fc.tuple(
      fc.constant(minutes.sort((one, other) => one - other)),
      fc.array(fc.nat(3), { minLength: minutes.length, maxLength: minutes.length }),
    ),
  )
  .map(([minutes, documents]) => minutes.map((minute, index) => readOf(documents[index] ?? 0, minute)))

function readOf(of: number, minute: number): Read {
  return { of, at: new Date(Date.UTC(2026, 3, 1, 0, minute)) }
}

/** Four documents at two addresses. */
const addressOf = (document: number) => `/${document % 2}`

/** As they are stored: reads in a row, with no other document at their address between, as one. */
function observe(all: Read[]): StoredObservation[] {
  const observations: StoredObservation[] = []
  const last = new Map<string, StoredObservation>()
  for (const { of, at } of all) {
    const url = addressOf(of)
    const known = last.get(url)
    if (known?.documentId === String(of)) {
      Object.assign(known, joinReads(known, singleRead(at)))
      continue
    }
    const observation: StoredObservation = {
      ...singleRead(at),
      documentId: String(of),
      sha256: `sha${of}`,
      url,
      verdict: 'accepted',
      hasBody: true,
      readAt: at,
      completeness: 'newest',
      kinds: [],
      listedCount: 0,
      listed: [],
    }
    observations.push(observation)
    last.set(url, observation)
  }
  return observations
}

async function applyGrouped(all: Read[], documents: NormalisedDocument[]) {
  const state = emptyState()
  let told = 0
  await applyObservations(state, observe(all), {
    admit: async () => true,
    read: async ({ documentId, sha256, firstAt }) => {
      told += 1
      return toObservation(documents[Number(documentId)] as NormalisedDocument, firstAt, sha256)
    },
  })
  return { state, told }
}

function applyEach(all: Read[], documents: NormalisedDocument[]): SourceState {
  const state = emptyState()
  for (const { of, at } of all)
    applyObservation(state, toObservation(documents[of] as NormalisedDocument, at, `sha${of}`))
  return state
}

/** Without the hash by which an unchanged claim is skipped: either of two that say the same will do. */
function visible({ incidents }: SourceState) {
  return [...incidents.values()].map(({ fullHash: _, ...incident }) => incident)
}

describe('observations', () => {
  it('come to the same as every read told by itself, whatever other addresses say meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(reads, fc.tuple(anyDocument, anyDocument, anyDocument, anyDocument), async (all, parsed) => {
        const documents = parsed.map(normaliseDocument)
        const { state } = await applyGrouped(all, documents)
        expect(visible(state)).toEqual(visible(applyEach(all, documents)))
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 300) },
    )
  })

  it('of documents that contradict each other at two addresses keep every change of mind', async () => {
    const documents = ['One', 'Two'].map((title) => normaliseDocument(aDocument([anIncident('a', { title })])))
    const all = Array.from({ length: 40 }, (_, index) => readOf(index % 2, index))
    const { state } = await applyGrouped(all, documents)
    expect(observe(all)).toHaveLength(2)
    expect(state.incidents.get('a')?.revisions).toHaveLength(39)
  })

  it('are asked for once, however often they were read beside others that say nothing else', async () => {
    const parsed: ParsedDocument[] = [aDocument([anIncident('a'), anIncident('b')]), aDocument([anIncident('b')])]
    const all = Array.from({ length: 60 }, (_, index) => readOf(index % 2, index))
    expect((await applyGrouped(all, parsed.map(normaliseDocument))).told).toBeLessThanOrEqual(4)
  })
})
