import { FORMS } from '#lib/alerts/messages/forms/all-forms.ts'
import type { AlertMessage } from '#lib/alerts/messages/message.ts'
import type { Target } from '#lib/alerts/targets/target.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import type { Sender } from '#lib/fetch/send-request.ts'
import { explainAnswer, explainError, LONG_ANSWER } from './explain.ts'
import { type Attempt, failed, type Outcome } from './outcome.ts'
import { redact, toLogged } from './redact.ts'

/** Services accept a tenth of it at most. */
const MAX_BODY_BYTES = 256_000

/** Sends a message in the form of the target's service. What goes wrong is the outcome; only faults of this site are thrown. */
export async function sendHttp(message: AlertMessage, target: Target, sender: Sender): Promise<Attempt> {
  const at = new Date()
  const { kind, secrets } = target
  if (kind === 'email') throw new Error('A mail is not sent by HTTP.')
  const { url, headers, body } = FORMS[kind](message, target, at)
  const began = performance.now()
  const outcome = await exchange()
  return { at, ms: Math.round(performance.now() - began), request: describe(), ...outcome }

  async function exchange(): Promise<Outcome> {
    if (Buffer.byteLength(body) > MAX_BODY_BYTES)
      return failed('The message is larger than 256 KB. Shorten the template.')
    try {
      const answer = await sender.send(new URL(url), { method: 'POST', headers, body })
      const failure = explainAnswer(kind, answer)
      return {
        isAccepted: failure === null,
        status: answer.status,
        answer: redact(answer.text, secrets),
        failure: failure ?? (answer.isCut ? LONG_ANSWER : null),
        isGone: answer.status === 410,
        retryAfterSeconds: answer.retryAfterSeconds,
      }
    } catch (error) {
      if (!(error instanceof OutageHistoryError)) throw error
      return failed(redact(explainError(error), secrets))
    }
  }

  function describe(): string {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    const sent = [`POST ${new URL(url).origin}/…`, ...lines, '', body].join('\n')
    return toLogged(sent, secrets)
  }
}
