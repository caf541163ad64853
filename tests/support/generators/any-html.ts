import fc from 'fast-check'

const INLINES = ['a', 'b', 'strong', 'em', 'i', 'code', 'span', 'u', 'font', 'sub', 'del', 'kbd', 'nobr', 'foo']
const BLOCKS = ['p', 'div', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'h1', 'h6', 'pre', 'blockquote', 'section', 'details']
const TABLES = ['table', 'tbody', 'tr', 'td', 'th', 'caption', 'colgroup', 'select', 'option', 'button', 'form']
const VOIDS = ['br', 'hr', 'img', 'input', 'wbr', 'embed']
const RAWS = [
  'script',
  'style',
  'title',
  'textarea',
  'iframe',
  'template',
  'svg',
  'math',
  'noscript',
  'xmp',
  'plaintext',
]
/** A "%" becomes the number of the repetition, so that no two repetitions are equal. */
const ATTRIBUTES = [
  ...['', ' href="/x"', ' href="https://acme.example/a b"', ' class=x', ' class=%', ' alt="y"', ' title="<b>"', ' /'],
  ...[" a b c d='e'", ' x="', ' a% b%', '/a%/b%/c%/d%', ' a="" b="" c=""'],
]
const TEXTS = [
  ...['', 'x', ' ', '\n', '\n\n', '  ', '\t', '\u00A0', 'some words ', 'é', '😀', '&amp;', '&lt;', 'http://a.b '],
  ...['**', '](', '```', '- ', '1. ', '! '],
  ...'*_[]`#|~\\<>&:+=.',
]
const BROKEN = ['<!--', '-->', '<![CDATA[', '<', '</', '<!', '<a %', ' a% ', "'", '"']

const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...INLINES) },
  { weight: 4, arbitrary: fc.constantFrom(...BLOCKS) },
  { weight: 1, arbitrary: fc.constantFrom(...TABLES) },
  { weight: 1, arbitrary: fc.constantFrom(...VOIDS) },
  { weight: 1, arbitrary: fc.constantFrom(...RAWS) },
)
const attributes = fc.oneof({ weight: 2, arbitrary: fc.constant('') }, fc.constantFrom(...ATTRIBUTES))
const text = fc.constantFrom(...TEXTS)
const opening = fc.tuple(name, attributes).map(([tag, inner]) => `<${tag}${inner}>`)
const closing = name.map((tag) => `</${tag}>`)
const whole = fc.tuple(name, attributes, text).map(([tag, inner, held]) => `<${tag}${inner}>${held}</${tag}>`)
const unit = fc
  .array(fc.oneof(opening, closing, text, whole, fc.constantFrom(...BROKEN)), { minLength: 1, maxLength: 5 })
  .map((pieces) => pieces.join(''))
const often = fc.constantFrom(0, 0, 1, 8, 49, 400, 5_000)

/**
 * HTML of `length` characters: an opening repeated many times, a short repeated piece, so that there are few or very many
 * elements, and a closing repeated many times.
 */
export function anyHtml(length: number): fc.Arbitrary<string> {
  return fc
    .record({
      ...{ opening, opened: often, unit, text, closing, closed: often },
      repeats: fc.constantFrom(1, 40, 200, 400, 480, 2_000, length),
    })
    .map(({ opening, opened, unit, text, repeats, closing, closed }) => {
      const head = repeat(opening, opened).slice(0, length)
      const tail = repeat(closing, closed).slice(0, length - head.length)
      const room = length - head.length - tail.length
      const count = Math.min(repeats, Math.ceil(room / unit.length))
      const gap = (room / count - unit.length) / Math.max(1, text.length)
      return head + repeat(unit + text.repeat(Math.max(0, gap)), count).slice(0, room) + tail
    })
}

function repeat(piece: string, count: number): string {
  if (!piece.includes('%')) return piece.repeat(count)
  return Array.from({ length: count }, (_, n) => piece.replaceAll('%', String(n))).join('')
}
