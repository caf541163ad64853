import fc from 'fast-check'

const PIECES = [
  ...['a', 'word ', 'h ', '😀', 'é', 'www.', 'http://a.b ', 'a@b.c ', '&', '&amp;', ':', '.', "'", '"', ';', '/', '\\'],
  ...['[', ']', '](', '](http://a.b)', '![', '[^a]', '[^a]: ', '[a]: b\n', '[ ] ', '- [ ] ', '(', ')', '<', '>', '<b>'],
  ...['*', '_', '**', '~', '~~', '`', '```\n', '#', '# ', '- ', '1. ', '> ', '|', '|-|\n', '---\n', '===\n', '!'],
  ...['7. ', '\n', '\n\n', '\r\n', '  \n', ' ', '\t', '    '],
]

const unit = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''))
const part = fc.record({ unit, repeats: fc.constantFrom(1, 100, 400, 490, 990, 1_000_000) })

/** Markdown of about `length` characters: one to four parts, each a short piece repeated, then words. */
export function anyMarkdown(length: number): fc.Arbitrary<string> {
  return fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => {
    const room = length / parts.length
    const text = parts.map(({ unit, repeats }) => unit.repeat(Math.min(repeats, room / unit.length))).join('')
    return text + 'x '.repeat(Math.max(0, (length - text.length) / 2))
  })
}
