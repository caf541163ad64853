import { Scroller } from '#components/ui/scroller.tsx'
import { formatCount } from '#lib/domain/format.ts'

export type Answer =
  | { kind: 'waiting' }
  /** No answer came. */
  | { kind: 'failed' }
  | {
      kind: 'answered'
      status: number
      statusText: string
      milliseconds: number
      /** In seconds. */
      retryAfter: string | null
      text: string
    }

/** More would make the page slow. */
const MAX_SHOWN = 20_000

export function ReadAnswer({ answer }: { answer: Answer }) {
  if (answer.kind === 'waiting') return <p role="status">Waiting for the answer…</p>
  if (answer.kind === 'failed')
    return <p role="status">No answer came. Check your connection, then press Send again.</p>
  const { status, statusText, milliseconds, retryAfter, text } = answer
  const shown = indented(text)
  return (
    <>
      <p role="status" className="text-small">
        {status} {statusText}, {text.length.toLocaleString('en')} characters after {milliseconds} ms.
        {retryAfter !== null && ` Try again in ${formatCount(Number(retryAfter), 'second')}.`}
        {shown.length > MAX_SHOWN && ` The first ${MAX_SHOWN.toLocaleString('en')} characters of the indented answer:`}
      </p>
      <Scroller label="Answer" className="max-h-96 overflow-y-auto bg-tint p-3">
        <pre className="text-note">
          <code>{shown.slice(0, MAX_SHOWN)}</code>
        </pre>
      </Scroller>
    </>
  )
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
