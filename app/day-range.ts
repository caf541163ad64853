import { redirect } from 'next/navigation'

/**
 * A form cannot write `window=2025-01-01..2025-03-31`, which is one value of two fields: what it sends as `from` and `to` leads
 * to the address that says so. Whether the days can be is for the filter to say.
 */
export function redirectDayRange(path: string, query: string): void {
  const params = new URLSearchParams(query)
  const [from, to] = [params.get('from'), params.get('to')]
  if (!from || !to) return
  for (const name of ['from', 'to', 'cursor']) params.delete(name)
  params.set('window', `${from}..${to}`)
  redirect(`${path}?${params}`)
}
