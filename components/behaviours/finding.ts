import { findByName } from '#lib/text/likeness.ts'

/**
 * A search field with `data-finds="ID"` filters the rows of that table by their `data-name` as the reader types; on the server,
 * the enclosing form does the same. The form's `output` shows the number of rows left.
 */
export function watchFinding(): void {
  document.addEventListener('input', (event) => {
    const field = event.target
    if (field instanceof HTMLInputElement && field.dataset.finds !== undefined) narrow(field, field.dataset.finds)
  })
}

function narrow(field: HTMLInputElement, tableId: string): void {
  const rows = [...document.querySelectorAll<HTMLElement>(`#${tableId} [data-name]`)]
  const shown = new Set(findByName(field.value, rows, ({ dataset }) => dataset.name ?? ''))
  for (const row of rows) row.hidden = !shown.has(row)
  const output = field.form?.querySelector('output')
  if (output) output.textContent = shown.size === 0 ? 'No vendor has that name' : `${shown.size} shown`
}
