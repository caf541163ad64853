import { type FormEvent, useRef, useState } from 'react'
import { Field, SubmitButton } from '#components/ui/field.tsx'
import { type ApiRead, addressOf, type ReadParameter, valuesOf } from './api-read.ts'
import { type Answer, ReadAnswer } from './read-answer.tsx'

/** The parameters of a read, filled in as in its example, and the answer to what was sent last. */
export function ReadForm({ read, parameters }: { read: ApiRead; parameters: readonly ReadParameter[] | null }) {
  const [values, setValues] = useState(() => valuesOf(read))
  const [answer, setAnswer] = useState<Answer | null>(null)
  const presses = useRef(0)
  const address = addressOf(read.path, values)

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault()
    presses.current += 1
    const press = presses.current
    setAnswer({ kind: 'waiting' })
    const answered = await readAddress(address)
    // An earlier press may be answered later.
    if (press === presses.current) setAnswer(answered)
  }

  return (
    <form onSubmit={send} className="spaced mt-3">
      <div className="grid gap-3 md:grid-cols-2">
        {(parameters ?? Object.keys(values).map(withoutDescription)).map((parameter) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            value={values[parameter.name] ?? ''}
            onChange={(value) => setValues({ ...values, [parameter.name]: value })}
          />
        ))}
      </div>
      <p className="break-all text-note">
        <a href={address} className="linked">
          {address}
        </a>
      </p>
      <p className="flex items-baseline gap-4">
        <SubmitButton>Send</SubmitButton>
        <button type="button" data-copy={`curl '${new URL(address, location.href)}'`} className="linked text-small">
          Copy as curl
        </button>
      </p>
      {answer !== null && <ReadAnswer answer={answer} />}
    </form>
  )
}

function ParameterField({
  parameter: { name, description, required, example, schema },
  value,
  onChange,
}: {
  parameter: ReadParameter
  value: string
  onChange(value: string): void
}) {
  const common = { name, required, value, className: 'field', 'aria-describedby': `about-${name}` }
  return (
    <div>
      <Field label={required ? `${name} (required)` : name}>
        {schema.enum === undefined ? (
          <input
            {...common}
            placeholder={String(example ?? schema.default ?? '')}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <select {...common} onChange={(event) => onChange(event.target.value)}>
            <option value="">{schema.default === undefined ? 'any' : `default: ${schema.default}`}</option>
            {schema.enum.map((word) => (
              <option key={word}>{word}</option>
            ))}
          </select>
        )}
      </Field>
      <p id={`about-${name}`} className="mt-1 text-label text-soft">
        {description}
      </p>
    </div>
  )
}

function withoutDescription(name: string): ReadParameter {
  return { name, description: '', required: false, schema: {} }
}

async function readAddress(address: string): Promise<Answer> {
  const sentAt = performance.now()
  try {
    const response = await fetch(address)
    const text = await response.text()
    const { status, statusText } = response
    const milliseconds = Math.round(performance.now() - sentAt)
    return { kind: 'answered', status, statusText, milliseconds, retryAfter: response.headers.get('retry-after'), text }
  } catch {
    return { kind: 'failed' }
  }
}
