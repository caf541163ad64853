import type { Impact } from '#lib/domain/incident.ts'

/** "critical", "major outages", "minor or worse": at least this impact. */
const PHRASE =
  /(?<![\p{L}\p{N}-])(?<impact>critical|major|minor)(?:\s+(?:outages?|incidents?|impact|or\s+(?:worse|higher|above)))*(?![\p{L}\p{N}-])/iu

/** The impact that a query asks for, the words that ask for it, and the others; null for none. */
export function findImpactPhrase(text: string): { impact: Impact; words: string; rest: string } | null {
  const match = PHRASE.exec(text)
  if (match === null) return null
  const rest = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`
  return {
    impact: match.groups?.impact?.toLowerCase() as Impact,
    words: match[0],
    rest: rest.replace(/\s+/g, ' ').trim(),
  }
}
