import fc from 'fast-check'

/** Words and signs in several scripts, including characters with a meaning in Markdown, in HTML or in neither. */
const WORDS = [
  ...[
    'Impact',
    'window',
    '10:05',
    'UTC',
    'API/Dashboard',
    'Node.js',
    'a_b',
    '_x_',
    '*',
    '**',
    '~',
    '~~',
    '14:00~15:30',
    '#',
    '1.',
    '-',
    '+',
    '>',
  ],
  ...[
    'R&D',
    '&lt;tag&gt;',
    '&amp;copy;',
    'caf&eacute;',
    '&#8364;5',
    '`',
    '[x](y)',
    '!',
    '(see',
    'below)',
    '|',
    '\\',
    '3*4',
    '"quoted"',
    'don’t',
  ],
  ...[
    '障害が発生しました。',
    '【復旧】',
    '東京・大阪',
    '서비스가',
    '已恢复',
    'تم',
    'حل',
    '(المشكلة)',
    'הבעיה',
    '⚠️',
    '🎉',
    '—',
    '…',
    'é',
    'नमस्ते',
  ],
  ...[
    'https://acme.example/r?id=1&amp;page_no=2',
    'https://acme.example/a_(b)_c',
    'https://acme.example/事故。',
    'ops_team@acme.example',
    'www.acme.example/x_',
  ],
]
const BLANKS = ['', '', ' ', ' ', ' ', '  ', '\n', '&nbsp;', '&#32;']
const INLINES = [
  'b',
  'strong',
  'i',
  'em',
  's',
  'del',
  'strike',
  'code',
  'span',
  'u',
  'a href="https://acme.example/?a=1&amp;b=(2)"',
  'sup',
  'font color="red"',
]

const word = fc.constantFrom(...WORDS)
const blank = fc.constantFrom(...BLANKS)

/** An element whose tag may have attributes. */
function wrap(tag: string, inner: string): string {
  return `<${tag}>${inner}</${tag.split(' ')[0]}>`
}

const { line, blocks } = fc.letrec<{ line: string; span: string; blocks: string; item: string }>((tie) => ({
  span: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'span' },
    { weight: 3, arbitrary: word },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom(...INLINES), tie('line')).map(([tag, inner]) => wrap(tag, inner)),
    },
    { weight: 1, arbitrary: fc.constantFrom('<br>', '<br/>', '<br><br>') },
  ),
  line: fc
    .array(fc.tuple(blank, tie('span')), { minLength: 1, maxLength: 4 })
    .chain((spans) => blank.map((last) => spans.flat().join('') + last)),
  item: fc
    .tuple(tie('line'), fc.oneof({ weight: 3, arbitrary: fc.constant('') }, tie('blocks')))
    .map(([text, inner]) => `<li>${text}${inner}</li>`),
  blocks: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'block' },
    tie('line').map((inner) => wrap('p', inner)),
    fc
      .tuple(fc.constantFrom('p', 'div', 'h3', 'blockquote', 'p dir="rtl"'), tie('line'))
      .map(([tag, inner]) => wrap(tag, inner)),
    fc
      .tuple(fc.constantFrom('ul', 'ol'), fc.array(tie('item'), { minLength: 1, maxLength: 3 }))
      .map(([tag, items]) => wrap(tag, items.join(''))),
    word.map((text) => `<pre><code>${text}\n  ${text}</code></pre>`),
    fc
      .array(tie('line'), { minLength: 1, maxLength: 3 })
      .map((cells) => `<table><tr>${cells.map((cell) => wrap('td', cell)).join('')}</tr></table>`),
  ),
}))

/**
 * HTML as people post it: marks with blanks and inside words, nested lists, links, code, references, scripts in all directions.
 */
export const htmlTexts: fc.Arbitrary<string> = fc.oneof(
  line.map((text) => `${text}<br>`),
  fc.array(blocks, { minLength: 1, maxLength: 3 }).map((all) => all.join('\n')),
)
