/** RFC 5545, 3.1: 75 octets including the blank that begins a continuation. */
const MAX_OCTETS = 74

/**
 * Folds an iCalendar line into short enough lines. Gives the same result as `foldLines` of ical-generator, which builds its
 * result character by character and leaves 30 kilobytes of garbage for a kilobyte of text.
 */
export function foldLine(line: string): string {
  const parts: string[] = []
  let from = 0
  let octets = 0
  for (let at = 0; at < line.length; ) {
    const code = line.codePointAt(at) ?? 0
    const size = octetsOf(code)
    if (octets + size > MAX_OCTETS) {
      parts.push(line.slice(from, at))
      from = at
      octets = 0
    }
    octets += size
    at += code > 0xffff ? 2 : 1
  }
  parts.push(line.slice(from))
  return parts.join('\r\n ')
}

/** In UTF-8. */
function octetsOf(code: number): number {
  if (code < 0x80) return 1
  if (code < 0x800) return 2
  return code < 0x10000 ? 3 : 4
}
