import type { ReactNode } from 'react'

/** The result of the last submission of a page's forms: errors by field ('' for a form as a whole), and the values typed. */
export interface FormState {
  message: string | null
  /** Which form it concerns, where a page has several. */
  form: string | null
  errors: Record<string, string>
  /** Of a name that was sent several times, the values joined by `VALUE_SEPARATOR`. */
  values: Record<string, string>
}

export const VALUE_SEPARATOR = '\n'

const NO_STATE: FormState = { message: null, form: null, errors: {}, values: {} }

/** The state of one form on a page; empty when another form was submitted. */
export function stateOf(form: string, state: FormState): FormState {
  return state.form === form ? state : NO_STATE
}

interface FieldProps {
  name: string
  label: string
  state?: FormState
  /** The initial value, until the user types something. */
  value?: string
  hint?: ReactNode
  /** Makes ids unique where several forms of a page have the same field. */
  scope?: string
  className?: string
}

export function TextField({
  type = 'text',
  required = false,
  autoComplete,
  placeholder,
  inputMode,
  readOnly = false,
  minLength,
  maxLength,
  ...field
}: FieldProps & {
  type?: 'text' | 'email' | 'password' | 'url' | 'number' | 'date'
  required?: boolean
  autoComplete?: string
  placeholder?: string
  inputMode?: 'numeric' | 'url' | 'email'
  readOnly?: boolean
  minLength?: number
  maxLength?: number
}) {
  const { id, value, described } = read(field)
  return (
    <Labelled {...field}>
      <input
        id={id}
        name={field.name}
        type={type}
        required={required}
        autoComplete={autoComplete}
        placeholder={placeholder}
        inputMode={inputMode}
        readOnly={readOnly}
        minLength={minLength}
        maxLength={maxLength}
        defaultValue={value}
        className="field"
        {...described}
      />
    </Labelled>
  )
}

export function TextArea({ rows = 4, required = false, ...field }: FieldProps & { rows?: number; required?: boolean }) {
  const { id, value, described } = read(field)
  return (
    <Labelled {...field}>
      <textarea
        id={id}
        name={field.name}
        rows={rows}
        required={required}
        defaultValue={value}
        className="field h-auto py-2"
        {...described}
      />
    </Labelled>
  )
}

export function SelectField({
  options,
  ...field
}: FieldProps & { options: readonly { value: string; label: string }[] }) {
  const { id, value, described } = read(field)
  return (
    <Labelled {...field}>
      <select id={id} name={field.name} defaultValue={value} className="field chevron" {...described}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

export function CheckField({
  name,
  label,
  state = NO_STATE,
  checked = false,
  required = false,
  scope = '',
}: Pick<FieldProps, 'name' | 'label' | 'state' | 'scope'> & { checked?: boolean; required?: boolean }) {
  const wasSent = Object.keys(state.values).length > 0
  const error = state.errors[name]
  return (
    <div className="grid gap-1">
      <label className="flex min-h-9 max-w-[68ch] items-center gap-2 text-small">
        <input
          type="checkbox"
          name={name}
          value="on"
          required={required}
          defaultChecked={wasSent ? name in state.values : checked}
          {...read({ name, label, state, scope }).described}
        />
        {label}
      </label>
      {error !== undefined && <FieldError id={`${scope}${name}-error`}>{error}</FieldError>}
    </div>
  )
}

/** One of several boxes that share a name; the values of those that were ticked come back after an error. */
export function ChoiceField({
  name,
  value,
  label,
  state = NO_STATE,
  checked = false,
}: Pick<FieldProps, 'name' | 'state'> & { value: string; label: ReactNode; checked?: boolean }) {
  return (
    <label className="flex min-h-9 items-center gap-2 text-small">
      <input type="checkbox" name={name} value={value} defaultChecked={isChosen({ name, value, state, checked })} />
      {label}
    </label>
  )
}

/** Whether a box begins ticked: as it was sent, or, if the form was not sent, `checked`. */
export function isChosen({
  name,
  value,
  state,
  checked = false,
}: {
  name: string
  value: string
  state: FormState
  checked?: boolean
}): boolean {
  const wasSent = Object.keys(state.values).length > 0
  return wasSent ? (state.values[name]?.split(VALUE_SEPARATOR).includes(value) ?? false) : checked
}

/** Says what is wrong with a form as a whole. */
export function FormError({ state }: { state: FormState }) {
  const error = state.errors['']
  if (error === undefined) return null
  return (
    // biome-ignore lint/a11y/noAutofocus: the page is loaded anew to say this, so it is where the reader begins
    <p role="alert" tabIndex={-1} autoFocus className="max-w-[68ch] border-ink border-l-2 py-0.5 pl-3.5 text-small">
      {error}
    </p>
  )
}

/** Confirms what has been done. */
export function FormMessage({ state }: { state: FormState }) {
  if (state.message === null) return null
  return (
    <p role="status" className="mt-4 max-w-[68ch] border-edge border-l-2 py-0.5 pl-3.5 text-small">
      {state.message}
    </p>
  )
}

const BUTTON =
  'h-9 rounded-md border px-3.5 text-small whitespace-nowrap disabled:text-faint [@media(pointer:coarse)]:h-11'
const LOOKS = {
  plain: 'border-edge hover:bg-tint',
  main: 'border-ink bg-ink text-paper hover:bg-paper hover:text-ink',
  danger: 'border-2 border-ink font-[580] hover:bg-tint',
} as const

/** `name` and `value` are sent with the form, which tells which of several buttons was pressed. */
export function Button({
  look = 'plain',
  name,
  value,
  children,
}: {
  look?: keyof typeof LOOKS
  name?: string
  value?: string
  children: ReactNode
}) {
  return (
    <button type="submit" name={name} value={value} className={`${BUTTON} ${LOOKS[look]}`}>
      {children}
    </button>
  )
}

function Labelled({
  name,
  label,
  state = NO_STATE,
  hint,
  scope = '',
  className = '',
  children,
}: FieldProps & { children: ReactNode }) {
  const id = `${scope}${name}`
  const error = state.errors[name]
  return (
    <div className={`grid content-start gap-1 ${className}`}>
      <label htmlFor={id} className="text-label text-soft">
        {label}
      </label>
      {children}
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-label text-soft">
          {hint}
        </p>
      )}
    </div>
  )
}

function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="font-[580] text-label">
      {children}
    </p>
  )
}

function read({ name, state = NO_STATE, value = '', hint, scope = '' }: FieldProps) {
  const id = `${scope}${name}`
  const isWrong = name in state.errors
  const notes = [isWrong ? `${id}-error` : null, hint === undefined ? null : `${id}-hint`].filter(
    (note) => note !== null,
  )
  return {
    id,
    value: state.values[name] ?? value,
    described: {
      'aria-invalid': isWrong || undefined,
      // When the page reloads with an error, reading starts here.
      autoFocus: isWrong && name === Object.keys(state.errors)[0],
      'aria-describedby': notes.length === 0 ? undefined : notes.join(' '),
    },
  }
}

/** Confirms an irreversible action by typing the word that names it. Values from an earlier try are not filled in again. */
export function ConfirmField({ word, state }: { word: string; state: FormState }) {
  return (
    <TextField
      name="confirmation"
      label={`Type ${word} to confirm`}
      autoComplete="off"
      required
      state={{ ...state, values: {} }}
    />
  )
}
