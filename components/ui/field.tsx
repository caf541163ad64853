import type { ReactNode } from 'react'

/** A label above its control. */
export function Field({ label, children, className = '' }: { label: string; children: ReactNode; className?: string }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={`grid gap-1 text-label text-soft ${className}`}>
      {label}
      {children}
    </label>
  )
}

export interface Option {
  value: string
  label: string
}

/** The width of a select that stands in a row with others. */
export const SELECT_WIDTH = 'min-w-0 md:w-32 md:shrink-0'

/** A choice from a list, using the browser's own select. */
export function Select({
  name,
  label,
  value,
  options,
}: {
  name: string
  label: string
  value: string
  options: Option[]
}) {
  return (
    <Field label={label} className={SELECT_WIDTH}>
      <select name={name} defaultValue={value} className="field chevron truncate">
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}

export function SubmitButton({ children }: { children: ReactNode }) {
  return (
    <button
      type="submit"
      className="h-9 rounded-md border border-edge px-3.5 text-small hover:bg-tint [@media(pointer:coarse)]:h-11"
    >
      {children}
      <span data-end hidden />
    </button>
  )
}
