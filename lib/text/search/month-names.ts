/** Languages whose names of months are read beside the English ones. No name stands for two months in two of them. */
const LANGUAGES = ['de', 'fr', 'es', 'it', 'pt', 'nl']
const SHORT = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The numbers of months, from 1, by their whole names in other languages, with and without accents. */
const FOREIGN = new Map(
  LANGUAGES.flatMap((language) => {
    const format = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
    return SHORT.flatMap((_, month) => {
      const name = format.format(Date.UTC(2025, month)).toLowerCase()
      return [name, withoutAccents(name)].map((spelt): [string, number] => [spelt, month + 1])
    })
  }),
)

const ENGLISH =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const FOREIGN_NAMES = [...FOREIGN.keys()].sort((a, b) => b.length - a.length)

/** A month as a word, as the group `month` of a pattern. */
export const MONTH = `(?<month>${FOREIGN_NAMES.join('|')}|${ENGLISH})\\.?`
/** The names that are no other words; "may", "march", the short forms and other languages need a day or a year beside them. */
export const LONE_MONTH = '(?<month>january|february|april|june|july|august|september|october|november|december)'

/** From 1, for a word that `MONTH` matches. */
export function monthNumber(word: string): number {
  const name = word.toLowerCase()
  return FOREIGN.get(name) ?? SHORT.indexOf(name.slice(0, 3)) + 1
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '')
}
