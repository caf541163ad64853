import { findByName } from '#lib/text/likeness.ts'

/**
 * A search field with `data-finds="ID"` narrows the rows of that table as one types, by their `data-name`; the form around it
 * does the same on the server. The number of rows left is written into the form's `output`.
 */
export function watchFinding(signal: AbortSignal): void {
  document.addEventListener(
    'input',
    (event) => {
      const field = event.target
      if (field instanceof HTMLInputElement && field.dataset.finds !== undefined) narrow(field, field.dataset.finds)
    },
    { signal },
  )
}

function narrow(field: HTMLInputElement, tableId: string): void {
  const rows = [...document.querySelectorAll<HTMLElement>(`#${tableId} [data-name]`)]
  const shown = new Set(findByName(field.value, rows, ({ dataset }) => dataset.name ?? ''))
  for (const row of rows) row.hidden = !shown.has(row)
  const output = field.form?.querySelector('output')
  if (output) output.textContent = shown.size === 0 ? 'None of that name' : `${shown.size} shown`
}
