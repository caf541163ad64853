const MAX_LENGTH = 80

/** Letters that Unicode does not decompose into a base letter and a mark. */
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i' }

/**
 * The readable end of a permalink: lower-case a-z and digits with single hyphens, at most 80 characters, cut between words.
 * Null for a title without Latin letters, whose permalink has no such end.
 */
export function slugOf(title: string): string | null {
  const plain = title
    .slice(0, 1000)
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
    .replace(/[ßæœøđðþłı]/g, (letter) => LETTERS[letter] as string)
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word !== '')
  if (!words.some((word) => /[a-z]/.test(word))) return null
  let slug = (words[0] as string).slice(0, MAX_LENGTH)
  for (const word of words.slice(1)) {
    if (slug.length + 1 + word.length > MAX_LENGTH) break
    slug += `-${word}`
  }
  return slug
}
