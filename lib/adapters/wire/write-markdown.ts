import type { Delete, Emphasis, Link, Parents, Strong } from 'mdast'
import type { Options } from 'remark-stringify'
import { findAddresses } from '#lib/text/addresses.ts'

type Marked = Strong | Emphasis | Delete
type Handle = NonNullable<NonNullable<Options['handlers']>['strong']>
type State = Parameters<Handle>[2]
type Info = Parameters<Handle>[3]

/**
 * Writes Markdown that also reads well as plain text: no character references, addresses unchanged, line breaks as two blanks.
 * `settleMarks` must have run first, so that marked text needs no escapes.
 */
export const MARKDOWN: Options = {
  bullet: '-',
  rule: '-',
  handlers: {
    break: () => '  \n',
    strong: marked('strong', () => '**'),
    emphasis: marked('emphasis', ({ data }) => (data as { marker?: string } | undefined)?.marker ?? '_'),
    delete: marked('strong', () => '~~'),
    link: writeLink,
    text: writeText,
  },
  // GitHub's additions to common Markdown: two tildes are a deletion, and such a line turns the one before into a table.
  unsafe: [
    { character: '~', before: '(?<=~)', inConstruct: 'phrasing' },
    { character: '~', after: '(?=~)', inConstruct: 'phrasing' },
    { atBreak: true, character: '|', after: '[\\t :-]' },
    { atBreak: true, character: ':', after: '-' },
    { atBreak: true, character: '-', after: '[:|-]' },
  ],
}

function marked(construct: 'strong' | 'emphasis', signOf: (node: Marked) => string): Handle {
  const handle = (node: Marked, _parent: Parents | undefined, state: State, info: Info) => {
    const sign = signOf(node)
    const exit = state.enter(construct)
    const inner = state.containerPhrasing(node, { ...info, before: sign.charAt(0), after: sign.charAt(0) })
    exit()
    return sign + inner + sign
  }
  return Object.assign(handle, { peek: signOf })
}

/** In the form `[text](address)`, with no backslashes in the address wherever possible. */
function writeLink(node: Link, _parent: Parents | undefined, state: State, info: Info): string {
  const exit = state.enter('link')
  const exitLabel = state.enter('label')
  const label = state.containerPhrasing(node, { ...info, before: '[', after: ']' })
  exitLabel()
  const exitAddress = state.enter('destinationRaw')
  const url = node.url.replaceAll('[', '%5B').replaceAll(']', '%5D')
  const address = isPlain(url) ? url : state.safe(url, { before: '(', after: ')' })
  exitAddress()
  exit()
  return `[${label}](${address})`
}

/** Whether the address can be put in brackets unchanged. */
function isPlain(address: string): boolean {
  if (/[\s<>[\]\\*`]|&#?\w+;/.test(address)) return false
  let depth = 0
  for (const character of address) {
    if (character === '(') depth++
    else if (character === ')' && --depth < 0) return false
  }
  return depth === 0
}

/** An address in a text stays unchanged if none of its characters can mean anything. */
function writeText(node: { value: string }, _parent: Parents | undefined, state: State, info: Info): string {
  if (PLAIN_PROSE.test(node.value)) return node.value
  const pieces = findAddresses(node.value)
  return pieces
    .map(({ text, href }, index) => {
      if (href !== null && !MEANINGFUL.test(text)) return text
      const before = pieces[index - 1]?.text.slice(-1) ?? info.before
      return state.safe(text, { before, after: pieces[index + 1]?.text.charAt(0) ?? info.after })
    })
    .join('')
}

/**
 * Words on one line, with punctuation that means something only where a line begins or beside one of the signs that are
 * missing here. Most texts are such, and to look for each sign takes a fifth of the time of the whole conversion.
 */
const PLAIN_PROSE =
  /^[A-Za-z\u00c0-\u024f](?:[A-Za-z0-9\u00c0-\u024f\u2013-\u201d\u2026 ,;:%/'"?.()+=-]*[A-Za-z0-9\u00c0-\u024f,;:%/'"?.)])?$/

const MEANINGFUL = /[*`[\]\\<>|]|~~|(?<![a-z\d])_|_(?![a-z\d])|&#?\w+(?:;|$)/i

/** Whether an address in a text must be written as a link, since as text it would need backslashes. */
export function mustBeLink(text: string, address: string): boolean {
  return MEANINGFUL.test(text) && isPlain(address)
}
