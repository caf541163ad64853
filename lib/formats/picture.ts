import { escapeHtml } from '#lib/text/markup.ts'

/** The image that chat programs show beside a link, in the size that they all accept. */
export const IMAGE = { width: 1200, height: 630 } as const

export const MARGIN = 72
export const ROOM = IMAGE.width - 2 * MARGIN
export const INK = '#15181c'
export const SOFT = '#5b6470'

/** A whole picture as SVG, with the name of what it shows and of the site at its top. All text is in the Inter font. */
export function picture(name: string, drawn: string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${IMAGE.width}" height="${IMAGE.height}" font-family="Inter">`,
    `<rect width="${IMAGE.width}" height="${IMAGE.height}" fill="#fff"/>`,
    text(wrapText(name, 34, ROOM - 320, 1)[0] ?? '', MARGIN, 108, 34, SOFT, { weight: 600 }),
    text('Outage History', IMAGE.width - MARGIN, 108, 28, SOFT, { anchor: 'end' }),
    ...drawn,
    '</svg>',
  ].join('')
}

/** Lines that fit, the last with an ellipsis if text is left; a word wider than a line is cut. */
export function wrapText(title: string, size: number, room: number, most: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of title.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer, size) <= room) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = word
  }
  if (line !== '') lines.push(line)
  return lines.slice(0, most).map((text, index) => {
    const continues = index === most - 1 && lines.length > most
    return widthOf(text, size) <= room && !continues ? text : cut(text, size, room)
  })
}

/** At least the first letter. */
function cut(text: string, size: number, room: number): string {
  let kept = ''
  let left = room - widthOf('…', size)
  for (const letter of text) {
    left -= widthOf(letter, size)
    if (left < 0 && kept !== '') break
    kept += letter
  }
  return `${kept.trimEnd()}…`
}

/** Inter SemiBold by classes of letters, estimated wide. */
function widthOf(text: string, size: number): number {
  let ems = 0
  for (const letter of text) {
    if (/[ijlI.,:;'|!]/.test(letter)) ems += 0.31
    else if (/[ftr() -]/.test(letter)) ems += 0.41
    else if (/[mwMW@%—]/.test(letter)) ems += 0.95
    else if (/[A-Z&]/.test(letter)) ems += 0.72
    else ems += letter.charCodeAt(0) > 0x2e80 ? 1 : 0.62
  }
  return ems * size
}

export function text(
  content: string,
  x: number,
  y: number,
  size: number,
  fill: string,
  { weight = 400, anchor = 'start' }: { weight?: 400 | 600; anchor?: 'start' | 'end' } = {},
): string {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escapeHtml(content)}</text>`
}
