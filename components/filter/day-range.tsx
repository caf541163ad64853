import { Field, SubmitButton } from '#components/ui/field.tsx'
import type { Window } from '#lib/domain/window.ts'

/**
 * Chooses any range of days as the window. It is a separate form because both fields are required, and together they form the
 * one `window` value that other forms send (app/day-range.ts). `query`: the rest of the page's query.
 */
export function DayRange({
  action,
  query,
  window,
  latest,
}: {
  action: string
  query: string
  window: Pick<Window, 'from' | 'to'>
  latest: Date
}) {
  const kept = [...new URLSearchParams(query)].filter(([name]) => !['window', 'cursor', 'from', 'to'].includes(name))
  const lastMoment = new Date(window.to.getTime() - 1)
  return (
    <details className="mt-3 print:hidden">
      <summary className="linked inline-block py-1 text-label text-soft hover:text-ink">Custom dates</summary>
      <form action={action} aria-label="Choose days" className="whole mt-1 grid grid-cols-2 items-end gap-3 md:flex">
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Field label="First day, UTC" className="min-w-0">
          <input
            type="date"
            name="from"
            required
            max={dayOf(latest)}
            defaultValue={dayOf(window.from)}
            className="field"
          />
        </Field>
        <Field label="Last day, UTC" className="min-w-0">
          <input
            type="date"
            name="to"
            required
            max={dayOf(latest)}
            defaultValue={dayOf(lastMoment)}
            className="field"
          />
        </Field>
        <SubmitButton>Show these days</SubmitButton>
      </form>
    </details>
  )
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10)
}
