import { expect, it } from 'vitest'
import { knownParameters, refuseUnknownFields } from '#app/known-parameters.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { HISTORY_PARAMETERS } from '#lib/url/filter.ts'

/** What is said of the first parameter of a query that is unknown. */
function refusal(query: string, known: readonly string[] = HISTORY_PARAMETERS): string {
  try {
    knownParameters(new Request(`http://localhost/?${query}`), known)
    return 'taken'
  } catch (error) {
    return (error as Error).message
  }
}

it.each([
  ['widnow=2025', 'window'],
  ['windows=2025', 'window'],
  ['knd=all', 'kind'],
  ['impct=major', 'impact'],
  ['statsu=resolved', 'status'],
  ['componnent=API', 'component'],
  ['asof=2025', 'asOf'],
  ['limt=3', 'limit'],
])('%s is refused with the name that was meant, %s', (query, meant) => {
  expect(refusal(query)).toContain(`Did you mean ${meant}?`)
})

it('a name like none is refused with all there are', () => {
  expect(refusal('foo=1')).toMatch(/^foo is not a parameter here\. This address takes window, kind, .*limit\.$/)
  expect(refusal('foo=1', [])).toBe('foo is not a parameter here. This address takes none.')
  expect(refusal('window=2025&kind=all')).toBe('taken')
})

it('refuses a misspelt field of a body, which would change nothing, and names the one that was meant', () => {
  const fields = ['slug', 'name', 'websiteUrl']
  expect(() => refuseUnknownFields({ slug: 'a', webiteUrl: null }, fields)).toThrow(
    new InvalidInputError(
      'webiteUrl is not a field here. Did you mean websiteUrl? The body takes slug, name, websiteUrl.',
      'webiteUrl',
    ),
  )
  for (const body of [{ slug: 'a' }, {}, null, 'text', 7]) expect(() => refuseUnknownFields(body, fields)).not.toThrow()
})
