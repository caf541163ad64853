import { INK, MARGIN, picture, ROOM, SOFT, text, wrapText } from './picture.ts'

const SUMMARY = { size: 44, lines: 6 } as const

/** A picture of a history as SVG: whose it is, the sentence with its figures, and the day up to which it is known. */
export function drawSummaryImage({ name, summary, asOf }: { name: string; summary: string; asOf: string }): string {
  const lines = wrapText(summary, SUMMARY.size, ROOM, SUMMARY.lines)
  return picture(name, [
    ...lines.map((line, index) => text(line, MARGIN, 210 + index * 60, SUMMARY.size, INK, { weight: 600 })),
    text(asOf, MARGIN, 580, 26, SOFT),
  ])
}
