import fc from 'fast-check'

/** Arbitrary copies of a JSON value in which a few values, anywhere, are replaced, removed or doubled. */
export function mutatedJson(value: unknown): fc.Arbitrary<unknown> {
  const change = fc.record({
    at: fc.nat(),
    how: fc.constantFrom('replace', 'remove', 'double', 'empty'),
    by: anyValue(),
  })
  return fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
    const copy = structuredClone(value)
    for (const { at, how, by } of changes) {
      const slots = slotsOf(copy)
      const slot = slots[at % slots.length]
      if (slot === undefined) break
      const { parent, key } = slot
      // A copy: some values are shared by all changes, and one put into itself would have no end.
      if (how === 'replace') parent[key] = structuredClone(by)
      else if (how === 'empty') parent[key] = Array.isArray(parent[key]) ? [] : ''
      else if (Array.isArray(parent))
        parent.splice(
          Number(key),
          how === 'remove' ? 1 : 0,
          ...(how === 'double' ? [structuredClone(parent[Number(key)])] : []),
        )
      else if (how === 'remove') delete parent[key]
    }
    return copy
  })
}

/** Arbitrary copies of a text in which a few ranges are removed, doubled or overwritten. */
export function mutatedText(text: string): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(text.length),
    length: fc.nat(40),
    by: fc.oneof(fc.constantFrom('', '<', '>', '&', '"', ']]>', '\0', '\ud800', '<![CDATA['), fc.string()),
  })
  return fc
    .array(change, { minLength: 1, maxLength: 5 })
    .map((changes) =>
      changes.reduce((copy, { at, length, by }) => copy.slice(0, at) + by + copy.slice(at + length), text),
    )
}

type Parent = Record<string | number, unknown> & unknown[]

function slotsOf(value: unknown): { parent: Parent; key: string | number }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [{ parent: value as Parent, key }, ...slotsOf(inner)])
}

function anyValue(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.constantFrom<unknown>(
      null,
      '',
      'soon',
      '0001-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
      -1,
      1e308,
      true,
      [],
      {},
      [null],
      '\0',
      '\ud800',
      '__proto__',
    ),
    fc.string(),
    fc.integer(),
    fc.jsonValue(),
  )
}
