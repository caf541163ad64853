import { redirect } from 'next/navigation'

/** A form sends a date and a time as two values of `t`: this redirects to the address that has them as one. */
export function redirectMoment(path: string, query: string): void {
  const params = new URLSearchParams(query)
  const [date, clock, ...more] = params.getAll('t').map((value) => value.trim())
  if (!date || !clock || more.length > 0) return
  params.set('t', `${date}T${clock.padStart(5, '0')}`)
  redirect(`${path}?${params}`)
}
