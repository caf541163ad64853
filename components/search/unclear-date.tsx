import { formatLongDay } from '#lib/domain/format.ts'
import type { SearchChoices, SearchRequest } from '#lib/queries/schemas.ts'
import { searchAddress } from './search-address.ts'

interface UnclearDateProps {
  q: string
  choices: SearchChoices
  unclearDate: NonNullable<SearchRequest['unclearDate']>
}

/** Both days that "10/11/2025" may be, as searches. */
export function UnclearDate({ q, choices, unclearDate: { words, days } }: UnclearDateProps) {
  const links = days.map((day) => (
    <a key={day} href={searchAddress(q.replace(words, day), choices)} className="linked">
      {formatLongDay(new Date(day))}
    </a>
  ))
  return (
    <p className="mt-5">
      {words} may be {links[0]} or {links[1]}, so it was not taken as a date.
    </p>
  )
}
