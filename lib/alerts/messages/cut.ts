/**
 * The text if it has at most `limit` UTF-16 units, by which services count; else its beginning up to the end of a word, and "…".
 * Never splits a character that consists of two units.
 */
export function cutAtWords(text: string, limit: number): string {
  if (text.length <= limit) return text
  if (limit < 2) return text.slice(0, limit).toWellFormed().replaceAll('\ufffd', '')
  const start = text.slice(0, limit - 1)
  const isWhole = /\s/.test(text.charAt(limit - 1))
  const words = isWhole ? start : start.replace(/\s+\S*$/, '')
  // One word fills all of it.
  const kept = words.length < limit / 2 ? start : words
  return `${kept.replace(/[\ud800-\udbff]$/, '').trimEnd()}…`
}

/** Cuts so that what `escapeText` makes of it stays within the limit. */
export function cutEscaped(text: string, limit: number, escapeText: (text: string) => string): string {
  let kept = limit
  for (;;) {
    const escaped = escapeText(cutAtWords(text, kept))
    if (escaped.length <= limit || kept <= 1) return escaped
    kept = Math.max(1, Math.floor(kept * Math.min(0.9, limit / escaped.length)))
  }
}

/** As `cutAtWords`, in bytes of UTF-8. */
export function cutBytes(text: string, limit: number): string {
  let kept = cutAtWords(text, limit)
  while (Buffer.byteLength(kept) > limit) kept = cutAtWords(text, Math.floor(kept.length * 0.9))
  return kept
}
