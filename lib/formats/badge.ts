import type { State } from '#lib/domain/incident.ts'
import { escapeHtml } from '#lib/text/markup.ts'

/** Checked against white text: 4.5:1 or more. */
const COLOURS = {
  up: '#0B6B5B',
  degraded: '#8A5A00',
  down: '#A3123F',
  maintenance: '#1F5FBF',
  unknown: '#5B6470',
} satisfies Record<State, string>

const HEIGHT = 20
const PADDING = 7

/** A badge such as "Courier | up", for a README or an intranet page; words, not only colour, carry the state. */
export function formatBadge({ name, state }: { name: string; state: State }): string {
  const left = widthOf(name) + 2 * PADDING
  const right = widthOf(state) + 2 * PADDING
  const text = (label: string, x: number) =>
    `<text x="${x}" y="14" text-anchor="middle" textLength="${widthOf(label)}">${escapeHtml(label)}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${HEIGHT}" role="img" aria-label="${escapeHtml(name)}: ${state}">
<title>${escapeHtml(name)}: ${state}</title>
<rect width="${left + right}" height="${HEIGHT}" rx="3" fill="#2B323B"/>
<path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${right - 3}z" fill="${COLOURS[state]}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(name, left / 2)}${text(state, left + right / 2)}</g>
</svg>
`
}

/** Verdana at 11 px by classes of letters; `textLength` corrects the error. */
function widthOf(text: string): number {
  const narrow = /[ijlftI.,:;'|! ]/
  const wide = /[mwMW@%]/
  return Math.ceil([...text].reduce((sum, letter) => sum + (narrow.test(letter) ? 4.2 : wide.test(letter) ? 10 : 7), 0))
}
