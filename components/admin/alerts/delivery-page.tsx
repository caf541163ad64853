import { Time } from '#components/text/time.tsx'
import { Button, FormError, type FormState, stateOf } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import type { AlertAttemptView, AlertDeliveryView } from '#lib/domain/alerts/target-views.ts'
import { formatCount } from '#lib/domain/format.ts'
import { incidentPath } from '#lib/url/path.ts'
import { stateWords } from './target-words.ts'

interface Props {
  delivery: AlertDeliveryView
  attempts: readonly AlertAttemptView[]
  state: FormState
  canChange: boolean
}

/** A delivery with every attempt: what was sent, what was answered, and how long that took. */
export function DeliveryParts({ delivery, attempts, state, canChange }: Props) {
  const { id, incidentId, digestId, dueAt, failure, messageId, title, vendor } = delivery
  return (
    <>
      <Section title="State" isRuled={false}>
        <p>
          {stateWords(delivery)}
          {delivery.state === 'waiting' && (
            <>
              , due <Time at={dueAt} zone />
            </>
          )}
        </p>
        {failure !== null && <p className="max-w-[68ch] text-small wrap-anywhere">{failure}</p>}
        <p className="text-small text-soft wrap-anywhere">
          Id of the message: <code>{messageId}</code>
        </p>
        <p className="text-small">
          {vendor !== null && incidentId !== null && title !== null && (
            <a href={incidentPath(vendor, incidentId, title)} className="linked">
              {title}
            </a>
          )}
          {digestId !== null && (
            <a href={`/admin/alerts/deliveries/${digestId}`} className="linked">
              The digest
            </a>
          )}
        </p>
        {canChange && delivery.state !== 'waiting' && (
          <form method="post" action={`/admin/alerts/deliveries/${id}/replay`} className="mt-3 grid gap-2">
            <FormError state={stateOf('replay', state)} />
            <input type="hidden" name="form" value="replay" />
            <p>
              <Button>Send again</Button>
            </p>
          </form>
        )}
      </Section>
      <Section title="Attempts" aside={formatCount(attempts.length, 'attempt')}>
        <ol className="grid gap-6">
          {attempts.map((attempt) => (
            <li key={attempt.id} className="grid gap-1.5">
              <p>
                <Time at={attempt.at} zone />, {attempt.ms} ms: {attempt.isAccepted ? 'accepted' : 'failed'}
                {attempt.status !== null && `, ${attempt.status}`}
              </p>
              {attempt.failure !== null && <p className="max-w-[68ch] text-small">{attempt.failure}</p>}
              <Text label="Sent" text={attempt.request} />
              {attempt.answer !== null && <Text label="Answered" text={attempt.answer} />}
            </li>
          ))}
        </ol>
      </Section>
    </>
  )
}

function Text({ label, text }: { label: string; text: string }) {
  return (
    <details>
      <summary className="text-small text-soft">{label}</summary>
      <pre className="mt-1 whitespace-pre-wrap text-small wrap-anywhere">{text}</pre>
    </details>
  )
}
