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
  const words = field.value.trim().toLowerCase()
  let shown = 0
  for (const row of document.querySelectorAll<HTMLElement>(`#${tableId} [data-name]`)) {
    row.hidden = !row.dataset.name?.includes(words)
    if (!row.hidden) shown += 1
  }
  const output = field.form?.querySelector('output')
  if (output) output.textContent = `${shown} shown`
}
