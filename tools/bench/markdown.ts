import { readFile, writeFile } from 'node:fs/promises'

/**
 * Writes what `npm run bench -- NAME` has made between its marks into a Markdown file, or to its end where the marks are missing.
 * The name may have options, such as "scale --middle".
 */
export async function writeMarked(file: string, name: string, made: string): Promise<void> {
  const [begin, end] = [`<!-- made by npm run bench -- ${name} -->`, `<!-- end of ${name} -->`]
  const text = await readFile(file, 'utf8')
  const from = text.indexOf(begin)
  const before = from === -1 ? `${text.trimEnd()}\n\n` : text.slice(0, from)
  const after = from === -1 ? '\n' : text.slice(text.indexOf(end) + end.length)
  await writeFile(file, `${before}${begin}\n${made}\n${end}${after}`)
}

/** A table in Markdown; what follows the first column is aligned to the right. */
export function tableLines(head: string[], rows: string[][]): string {
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'))
  return [head, rule, ...rows].map((line) => `| ${line.join(' | ')} |`).join('\n')
}
