import { readFile, writeFile } from 'node:fs/promises'
import { quantile, type Times } from './measure.ts'

export interface Row {
  what: string
  small: Times
  large: Times
}

/** How much more a request costs on the large database, in the middle. */
export function growthOf({ small, large }: Row): number {
  return quantile(large.took, 0.5) / quantile(small.took, 0.5)
}

const [BEGIN, END] = ['<!-- scale: made by npm run bench -- scale -->', '<!-- end of scale -->']

/** Writes the table between its marks into a Markdown file, or to its end. */
export async function writeTable(file: string, intro: string, rows: Row[], goal: number): Promise<void> {
  const text = await readFile(file, 'utf8')
  const from = text.indexOf(BEGIN)
  const before = from === -1 ? `${text.trimEnd()}\n\n` : text.slice(0, from)
  const after = from === -1 ? '' : text.slice(text.indexOf(END) + END.length)
  await writeFile(file, `${before}${BEGIN}\n${intro}\n\n${tableOf(rows, goal)}\n${END}${after === '' ? '\n' : after}`)
}

function tableOf(rows: Row[], goal: number): string {
  const cells = rows.map((row) => {
    const growth = growthOf(row)
    const isReached = growth <= goal && row.large.failures.size === 0
    return [row.what, timesOf(row.small), timesOf(row.large), growth.toFixed(2), isReached ? 'reached' : 'missed']
  })
  const lines = [
    ['address', 'small', 'large', 'growth', `at most ${goal}`],
    ['---', '---:', '---:', '---:', '---'],
    ...cells,
  ]
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n')
}

function timesOf({ took, failures }: Times): string {
  const times = [0.5, 0.95].map((part) => formatMs(quantile(took, part))).join(' / ')
  const refused = [...failures].map(([status, count]) => `, ${count} × ${status}`).join('')
  return `${times} ms${refused}`
}

function formatMs(ms: number): string {
  return ms >= 10 ? ms.toFixed(0) : ms.toFixed(2)
}
