import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Adapter } from '#lib/adapters/adapter.ts'
import { ADAPTERS } from '#lib/adapters/registry.ts'
import { SHORTEST_INTERVAL_SECONDS } from '#lib/sources/poll-times.ts'

/** Stands for the page of a vendor wherever an address is shown. */
const PAGE = 'https://status.example.com'

const INTRODUCTION = `# Platforms

<!-- Written by \`npm run platforms\` from lib/adapters; a test compares. Change the \`facts\` of the adapter instead. -->

What is read of each platform, how far back, and what a reasonable guess gets wrong. A source is polled every 300 seconds unless
an admin sets another interval, never more often than every ${SHORTEST_INTERVAL_SECONDS}, and later when its server asks for that (\`Cache-Control\`,
\`Retry-After\`). Every request is conditional where the server gave an \`ETag\` or \`Last-Modified\`. "Operated" means that the
program was run and used beside this site.
`

/** The text of docs/platforms.md. */
export function describePlatforms(): string {
  const adapters = [...ADAPTERS].sort((a, b) => a.name.localeCompare(b.name, 'en'))
  const table = [
    '| platform | `platform` | maintenance | components | indicator | back-fill |',
    '| --- | --- | --- | --- | --- | --- |',
    ...adapters.map(({ name, platform, facts, backfill }) => {
      const has = [facts.maintenance, facts.components, facts.indicator, backfill].map((fact) => (fact ? 'yes' : ''))
      return `| [${name}](#${anchorOf(name)}) | \`${platform}\` | ${has.join(' | ')} |`
    }),
  ]
  return [INTRODUCTION, table.join('\n'), ...adapters.map(describePlatform)].join('\n').trimEnd().concat('\n')
}

function describePlatform({ name, facts, poll, overall }: Adapter): string {
  const lines: [heading: string, text: string | null][] = [
    ['Read', poll === null ? 'Nothing by itself: its documents are uploaded or pushed.' : listAddresses(poll, overall)],
    ['List', facts.list],
    ['History', facts.reach],
    ['Components', facts.components ?? 'None.'],
    ['Maintenance', facts.maintenance ?? 'None.'],
    ['Indicator', facts.indicator ?? 'None.'],
    ['Rate', facts.rate],
    ['Known from', `${facts.knownFrom}.`],
  ]
  const quirks = facts.quirks.map(({ fact, seen }) => `- ${fact} (${seen})`)
  return `
## ${name}

${lines.flatMap(([heading, text]) => (text === null ? [] : `- **${heading}**: ${text}`)).join('\n')}
${quirks.length === 0 ? '' : `\nWhat guesses get wrong:\n\n${quirks.join('\n')}`}`
}

/** The addresses of one poll, without the page itself where they are below it. */
function listAddresses(poll: NonNullable<Adapter['poll']>, overall: Adapter['overall']): string {
  const polled = poll(PAGE).map(({ url, optional }) => `${shorten(url)}${optional ? ' (if there is one)' : ''}`)
  const state = overall?.(PAGE)
  return `${[...polled, ...(state ? [`${shorten(state.url)} for the overall state`] : [])].join(', ')}.`
}

function shorten(url: string): string {
  const path = url.startsWith(PAGE) ? url.slice(PAGE.length) : url
  return path === '' ? 'the address of the source' : `\`${path}\``
}

/** As GitHub makes it of a heading. */
function anchorOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-')
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(join(import.meta.dirname, '..', 'docs', 'platforms.md'), describePlatforms())
