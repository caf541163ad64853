import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Adapter, ParsedDocument } from '#lib/adapters/adapter.ts'
import { ADAPTERS } from '#lib/adapters/registry.ts'
import { describePlatforms } from '#tools/platforms.ts'
import { PLATFORM_SITES } from '../../support/platforms/platform-sites.ts'
import { documentOf, jsonDocument } from '../adapters/test-adapter.ts'

describe('docs/platforms.md', () => {
  it('is what the registry says (npm run platforms writes it)', () => {
    const file = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'platforms.md'), 'utf8')
    expect(file).toBe(describePlatforms())
  })

  it.each(ADAPTERS)('says something of $platform that can be checked', ({ facts }) => {
    const sentences = [facts.list, facts.reach, facts.components, facts.maintenance, facts.indicator, facts.rate]
    for (const sentence of [...sentences, ...facts.quirks.map(({ fact }) => fact)])
      if (sentence !== null) expect(sentence).toMatch(/\S\.$/)
    for (const { seen } of facts.quirks) expect(seen).toMatch(/\d/)
    expect(facts.knownFrom).not.toMatch(/^[A-Z]|\.$/)
  })

  const sites = ADAPTERS.flatMap((adapter) => {
    const site = PLATFORM_SITES[adapter.platform as keyof typeof PLATFORM_SITES]
    return site === undefined ? [] : { adapter, platform: adapter.platform, parsed: parseAll(adapter, site.bodies) }
  })

  it.each(sites)('denies nothing that is read of $platform', ({ adapter: { facts }, parsed }) => {
    if (facts.maintenance === null) expect(parsed.flatMap(({ kinds }) => kinds)).not.toContain('maintenance')
    if (facts.indicator === null) expect(parsed.filter(({ page }) => page?.indicator)).toEqual([])
    if (facts.components === null)
      expect(
        parsed.filter(
          ({ incidents, components }) => [...incidents.flatMap((one) => one.components), ...components].length > 0,
        ),
      ).toEqual([])
  })
})

/** Every body of a site that the adapter reads. */
function parseAll(adapter: Adapter, bodies: Record<string, unknown>): ParsedDocument[] {
  return Object.entries(bodies).flatMap(([path, body]) => {
    const url = new URL(path, 'https://status.example.com').href
    const document = typeof body === 'string' ? documentOf(body, { url }) : jsonDocument(body, { url })
    try {
      return adapter.parse(document)
    } catch {
      return []
    }
  })
}
