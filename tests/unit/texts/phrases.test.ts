import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const SOURCES = globSync('{app,bin,components,lib}/**/*.{ts,tsx,mjs}', { cwd: root }).map((path) =>
  path.replaceAll('\\', '/'),
)

/** Phrases that the interface had, and what it says instead; docs/glossary.md has the words that it keeps to. */
const RETIRED: [phrase: RegExp, instead: string][] = [
  [/\ball (?:that )?we hold\b|\bthat we hold\b|\bwe hold no\b|\bwhat we hold\b/i, 'on record, we have'],
  [/\b(?:is|are) known of\b|\bthat we know of\b|\bknown of (?:both|all|each)\b/i, 'known for, our data covers'],
  [/\bknown until then\b/i, 'known up to then'],
  [/\bread lately\b/i, 'checked recently'],
  [/\bgives? way\b/i, 'is replaced once'],
  [/\bspeaks? (?:of|for|last)\b/i, 'claims, replaces'],
  [/\bhow many'|^how many$/i, 'Incidents'],
  [/\bdurations added up\b|\bone by one they\b/i, 'Sum of durations, added separately'],
  [/\bfrom one day to another\b/i, 'Custom dates'],
  [/\bin the list$/i, '17 outages'],
  [/\bimpact, at least\b/i, 'Minimum impact'],
  [/\bwhen they began\b/i, 'Start times (UTC)'],
  [/\b(?:is|are) to (?:begin|start|be|go)\b/i, 'is scheduled to, becomes'],
  [/\bhas not begun\b|\bhad not begun\b|\bis begun\b/i, 'has not started'],
  [/\bsilence says\b/i, 'we can’t tell'],
  [/\brest on\b|\brests on\b/i, 'depend on, is based on'],
  [/\bas one$|\bas one stack\b/i, 'stack, together'],
  [/\bhold months against\b/i, 'Uptime target'],
  [/\bon the clocks of\b|\bin your time$/i, 'time zone'],
  [/\bthere is no such page\b|\bnothing is found\b/i, 'Page not found, No results'],
  [/\bone entry an incident\b|\b(?:incidents|how many) (?:a|to a) page\b/i, 'per'],
  [/\bleft away\b/i, 'left out'],
  [/\bchanged something\b|\bnothing new\b|\bnot believed\b/i, 'Updated, No changes, Rejected as implausible'],
  [/\bhow it ended\b|\bdry or real\b|^begun$/i, 'Result, Type, Started'],
  [/^(?:cancel|revoke|end) it$/i, 'the verb alone'],
  [/\bexamin(?:e|es|ed|ing)\b/i, 'check'],
  [/\bby its address\b|\bby a document\b|\bdocuments only\b/i, 'Status page URL, Upload, Uploads only'],
  [/\bturn(?:s|ed)? (?:a move|the move|round)\b/i, 'undo'],
  [/\bletter by letter\b/i, 'type "x" exactly'],
  [/\bpresent password\b/i, 'Current password'],
  [
    /\b(?:is|are|be) read no more\b|^no more$|\bworks for$|\bwithout end$/i,
    'no longer read, Inactive, Expires after, never',
  ],
  [/\btaken? (?:it )?back\b/i, 'revoke'],
  [/\bstands? (?:there|now|below|in a document|under this)\b|\bwhat stood\b/i, 'name the place'],
  [/\bcounts? in nothing\b/i, 'is not counted'],
  [/\bno vendor is kept\b|\bis kept (?:here|yet)\b/i, 'No vendors have been added yet'],
  [/\bnot (?:work|kept|sign in|understood) any more\b|\bis not kept\b/i, 'no longer'],
  [/\bthinned out\b/i, 'pruned'],
  [/\bwhat goes\b|\bwhat it comes to\b|\bover goes\b|\bwith it goes\b/i, 'What is deleted, Preview'],
  [/\b(?:token|link|invitation|key) .* is made\b/i, 'created'],
  [/\btried again by itself\b/i, 'the next attempt is automatic'],
  [/\bwhat is to go\b/i, 'what to delete'],
  [/\bin (?:our|the source’s) words?\b/i, 'summarised by us, in the source’s own words'],
]

/** Whether a source, comments and all, needs to be parsed: most have none of these words in a row. */
const ANYWHERE = new RegExp(RETIRED.map(([phrase]) => phrase.source.replaceAll(/[$^]/g, '')).join('|'), 'i')

const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** The texts of a source: literals, templates with their values as "…", and what stands between tags; a single word in small letters is a name. */
function textsOf(path: string, source = read(path)): string[] {
  const texts: string[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one)
    if (typeof node !== 'object' || node === null || !('type' in node)) return
    const { type } = node
    if (type === 'ImportDeclaration' || type === 'TSLiteralType') return
    if (type === 'Literal' && 'value' in node && typeof node.value === 'string') texts.push(node.value)
    if (type === 'JSXText' && 'value' in node) texts.push(String(node.value))
    if (type === 'TemplateLiteral' && 'quasis' in node)
      texts.push((node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…'))
    for (const child of Object.values(node)) visit(child)
  }
  visit(parseSync(path, source).program)
  return texts
    .map((text) => text.replaceAll(/\s+/g, ' ').trim())
    .filter((text) => / |^[A-Z]/.test(text) && !isSql(text))
}

function isSql(text: string): boolean {
  return (
    /^(?:select|insert|update|delete|with|create|copy) |\b(?:from|where) \w+\.?\w* /i.test(text) && /[=($]/.test(text)
  )
}

function complaintsAbout(text: string): string[] {
  return RETIRED.filter(([phrase]) => phrase.test(text)).map(([, instead]) => `${text}: ${instead}`)
}

describe('a phrase that was given up', () => {
  it('is known in a text', () => {
    expect(complaintsAbout('It must be "acme", letter by letter.')).toHaveLength(1)
    expect(complaintsAbout('No outage that we hold was open.')).toHaveLength(1)
    expect(complaintsAbout('The token … is made.')).toHaveLength(1)
    expect(complaintsAbout('3 of 5 known days had an incident.')).toEqual([])
    expect(textsOf('components/ui/notice.tsx').join(' ')).toContain('Sample archive.')
    expect(textsOf('components/incident/incident-sentence.ts')).toContain('…’s …')
  })

  it('is in no text of the interface', () => {
    const complaints = SOURCES.flatMap((path) => {
      const source = read(path)
      if (!ANYWHERE.test(source.replaceAll(/\s+/g, ' '))) return []
      return textsOf(path, source)
        .flatMap(complaintsAbout)
        .map((complaint) => `${path}: ${complaint}`)
    })
    expect(complaints).toEqual([])
  })

  it('has a place in the glossary for what is said instead', () => {
    const terms = readFileSync(join(root, 'docs', 'glossary.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| term') && !line.startsWith('| ---'))
    expect(terms.length).toBeGreaterThan(40)
  })
})
