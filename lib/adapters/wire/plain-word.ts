const ASCII = /^[\0-\x7f]*$/

/**
 * Folds a word's capitals, Unicode composition and the accents that people leave out; "й" becomes "и" thereby. Turkish has i
 * with and without a dot in either case.
 */
export function toPlainWord(word: string): string {
  if (ASCII.test(word)) return word.toLowerCase()
  const plain = word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
  return plain.normalize('NFC').replaceAll('ı', 'i').replaceAll('’', "'")
}
