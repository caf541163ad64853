import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { Adapter, SourceDocument } from '#lib/adapters/adapter.ts'
import { ParseError } from '#lib/domain/errors.ts'
import { mutatedJson, mutatedText } from '#tests/support/generators/mutate.ts'
import { documentOf, expectSoundDocument, jsonDocument } from './test-adapter.ts'

const RUNS = 300

/** Whatever somebody does to a document, what comes of it is sound or refused; text is taken for what is not JSON. */
export function testTampered(adapter: Adapter, bodies: Record<string, unknown>): void {
  describe(`${adapter.platform} documents that were tampered with`, () => {
    it.each(Object.entries(bodies))('give a sound document or a ParseError: %s', (_, body) => {
      const documents =
        typeof body === 'string'
          ? mutatedText(body).map((text) => documentOf(text))
          : mutatedJson(body).map((value) => jsonDocument(value))
      fc.assert(
        fc.property(documents, (document) => expectSoundOrRefused(adapter, document)),
        { numRuns: RUNS },
      )
    })
  })
}

function expectSoundOrRefused(adapter: Adapter, document: SourceDocument): void {
  adapter.recognise(document)
  try {
    expectSoundDocument(adapter.parse(document))
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
  }
}
