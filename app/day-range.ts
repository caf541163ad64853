import { redirect } from 'next/navigation'

/**
 * A form cannot send `window=2025-01-01..2025-03-31`, one value from two fields, so this redirects its `from` and `to` to that
 * address. The filter checks whether the days are valid.
 */
export function redirectDayRange(path: string, query: string): void {
  const params = new URLSearchParams(query)
  const [from, to] = [params.get('from'), params.get('to')]
  if (!from || !to) return
  for (const name of ['from', 'to', 'cursor']) params.delete(name)
  params.set('window', `${from}..${to}`)
  redirect(`${path}?${params}`)
}
