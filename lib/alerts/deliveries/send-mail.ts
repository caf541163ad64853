import type { Socket } from 'node:net'
import type { SentMessageInfo } from 'nodemailer'
import { toMail } from '#lib/alerts/messages/forms/email.ts'
import type { AlertMessage } from '#lib/alerts/messages/message.ts'
import type { Target } from '#lib/alerts/targets/target.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { formatCount } from '#lib/domain/format.ts'
import { getEnv } from '#lib/env.ts'
import type { AddressGuard } from '#lib/fetch/address-guard.ts'
import { reasonOf } from '#lib/fetch/fetch-reasons.ts'
import { explainError } from './explain.ts'
import { type Attempt, failed, type Outcome } from './outcome.ts'
import { redact, toLogged } from './redact.ts'

/** Those of mail: between servers, and submission with TLS and STARTTLS. */
const SMTP_PORTS = [25, 465, 587, 2525]
const MAX_ANSWER = 2_000

/** Sends a message as mail, within `timeoutMs`. What goes wrong is the outcome; only faults of this site are thrown. */
export async function sendMail(
  message: AlertMessage,
  target: Target,
  guard: AddressGuard,
  timeoutMs: number,
): Promise<Attempt> {
  const at = new Date()
  const { secrets } = target
  const mail = toMail(message, target, new URL(getEnv().PUBLIC_URL).hostname)
  const began = performance.now()
  const outcome = await deliver()
  const request = toLogged(
    `From: ${mail.from}\nTo: ${target.settings.to?.join(', ')}\nSubject: ${mail.subject}\nMessage-ID: ${mail.messageId}\n\n${mail.text}`,
    secrets,
  )
  return { at, ms: Math.round(performance.now() - began), request, ...outcome }

  async function deliver(): Promise<Outcome> {
    const connection = await openTransport(target, guard, timeoutMs)
    try {
      return accepted(await connection.send(mail), target)
    } catch (error) {
      return refused(error, target)
    } finally {
      connection.close()
    }
  }
}

async function openTransport({ settings, secrets }: Target, guard: AddressGuard, timeoutMs: number) {
  // Loaded with the first mail, because most sites send none.
  const { createTransport } = await import('nodemailer')
  const { hostname, port } = new URL(secrets.url)
  let socket: Socket | undefined
  let isClosed = false
  const transport = createTransport({
    host: hostname,
    port: Number(port),
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls',
    ignoreTLS: settings.security === 'none',
    ...(settings.user !== undefined && { auth: { user: settings.user, pass: secrets.token ?? '' } }),
    disableFileAccess: true,
    disableUrlAccess: true,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // The guard opens the connection, so that a name cannot lead into a private network.
    getSocket(_options: unknown, done: (error: Error | null, socketOptions?: object) => void) {
      guard.openSocket(hostname, Number(port), SMTP_PORTS).then((opened) => {
        socket = opened
        // Its time was over before it was open: the mail counts as not sent, and must not be.
        if (isClosed) {
          opened.destroy()
          return done(timedOut())
        }
        done(null, { connection: opened })
      }, done)
    },
  } as object)
  return {
    async send(mail: object): Promise<SentMessageInfo> {
      const { promise: late, reject } = Promise.withResolvers<never>()
      const timer = setTimeout(() => {
        reject(timedOut())
        socket?.destroy()
      }, timeoutMs)
      const sending = transport.sendMail(mail)
      sending.catch(() => {})
      try {
        return await Promise.race([sending, late])
      } finally {
        clearTimeout(timer)
      }
    },
    close() {
      isClosed = true
      transport.close()
      socket?.destroy()
    },
  }
}

const timedOut = () => Object.assign(new Error(), { code: 'ETIMEDOUT' })

/** One address that the server refuses does not keep the mail from the others, who would get it twice if it were sent again. */
function accepted({ response = '', rejected = [] }: SentMessageInfo, { secrets }: Target): Outcome {
  const refusals = rejected.map((address: unknown) => String(address)).join(', ')
  return {
    isAccepted: true,
    status: Number(/^\d{3}/.exec(response)?.[0] ?? 250),
    answer: redact(response, secrets).slice(0, MAX_ANSWER),
    failure:
      rejected.length === 0
        ? null
        : `The server refused ${formatCount(rejected.length, 'address', 'addresses')} (${refusals}) and took the mail for the others. Correct or remove what it refused.`,
    isGone: false,
    retryAfterSeconds: null,
  }
}

interface MailError extends Error {
  code?: string
  /** What the system says, where nodemailer gives the error a code of its own. */
  originalCode?: string
  responseCode?: number
  response?: string
}

const ADVICE: Readonly<Record<string, string>> = {
  EAUTH: 'It does not accept the user name and password. Enter the ones that the mail service shows for programs.',
  EENVELOPE: 'It refuses the sender or all addresses. Use a sender that the server may send for.',
  EMESSAGE: 'It refuses the mail.',
  ETLS: 'An encrypted connection could not be established. Choose the encryption that the mail service names.',
}

function refused(error: unknown, { settings, secrets }: Target): Outcome {
  const { code = '', originalCode = code, responseCode, response } = error as MailError
  if (error instanceof OutageHistoryError) return failed(explainError(error))
  const said = response === undefined ? null : redact(response, secrets).slice(0, MAX_ANSWER)
  const advice = ADVICE[code]
  const failure =
    responseCode !== undefined && said !== null
      ? `The mail server answered ${responseCode}. ${advice ?? 'Its answer may say why.'}`
      : explainError(new Error(`${settings.host}: ${reasonOf(originalCode)}. ${advice ?? ''}`.trim()))
  return { ...failed(failure), status: responseCode ?? null, answer: said }
}
