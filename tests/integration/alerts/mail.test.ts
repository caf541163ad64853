import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { sendMail } from '#lib/alerts/deliveries/send-mail.ts'
import type { EventMessage } from '#lib/alerts/messages/message.ts'
import { readTargetInput } from '#lib/alerts/targets/read-input.ts'
import type { Target } from '#lib/alerts/targets/target.ts'
import type { TargetInput } from '#lib/domain/alerts/target-input.ts'
import { type AddressGuard, createAddressGuard } from '#lib/fetch/address-guard.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const permalink = 'https://outages.example.com/vendors/courier/incidents/0123456789ab/slow'
const message: EventMessage = {
  type: 'event',
  id: 'msg_1',
  event: 'resolved',
  what: 'Outage resolved',
  at: NOW,
  vendor: { slug: 'courier', name: 'Courier', url: 'https://outages.example.com/vendors/courier' },
  incident: {
    id: '0123456789ab',
    kind: 'incident',
    impact: 'major',
    title: 'Zürich: <b>API</b> is slow 🐌',
    url: permalink,
    startedAt: NOW,
    endedAt: NOW,
    components: ['API'],
  },
  facts: [{ name: 'Impact', value: 'major' }],
  text: '<script>alert(1)</script>\n.\nAll is well.',
  ending: 'Duration: 1h 17m, from start to end as reported.',
  isOver: true,
  subject: 'state',
}

const GUARD = createAddressGuard(['127.0.0.0/8'], 2_000)

let server: SMTPServer
let mails: ParsedMail[]
let recipients: string[]

beforeAll(() => {
  process.env.ALERT_ALLOW_CIDRS = '127.0.0.0/8'
})

afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())))

async function send(input: TargetInput, options: SMTPServerOptions = {}, guard = GUARD, timeoutMs = 2_000) {
  mails = []
  recipients = []
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      recipients = session.envelope.rcptTo.map(({ address }) => address)
      simpleParser(stream).then((mail) => {
        mails.push(mail)
        done()
      }, done)
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  const target: Target = {
    id: 1,
    name: 'ops',
    kind: 'email',
    ...readTargetInput('email', {
      server: `127.0.0.1:${port}`,
      security: 'none',
      from: 'alerts@example.com',
      to: 'ada@example.com, bob@example.com',
      ...input,
    }),
  }
  return await sendMail(message, target, guard, timeoutMs)
}

describe('a mail', () => {
  it('arrives with title, text and permalink, as text and as HTML, and says that a program sent it', async () => {
    expect(await send({})).toMatchObject({ isAccepted: true, status: 250, failure: null })
    expect(recipients).toEqual(['ada@example.com', 'bob@example.com'])
    const [mail] = mails
    expect(mail?.subject).toBe('Outage resolved: Courier: Zürich: <b>API</b> is slow 🐌')
    expect(mail?.text?.trim()).toBe(
      `Outage resolved: Courier: Zürich: <b>API</b> is slow 🐌\n\nImpact: major\n\n<script>alert(1)</script>\n.\nAll is well.\n\nDuration: 1h 17m, from start to end as reported.\n\n${permalink}`,
    )
    expect(mail?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;<br>.<br>All is well.')
    expect(mail?.html).toContain(`<a href="${permalink}">`)
    expect(mail?.messageId).toBe('<msg_1@localhost>')
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail?.inReplyTo).toMatch(/^<[0-9a-f]{24}@localhost>$/)
  })

  it('is sent with a user name and password, of which the log has neither', async () => {
    const seen: string[] = []
    const attempt = await send(
      { user: 'alerts', secret: 'a secret password' },
      {
        authOptional: false,
        allowInsecureAuth: true,
        onAuth({ username, password }, _session, done) {
          seen.push(username ?? '', password ?? '')
          done(null, { user: 'alerts' })
        },
      },
    )
    expect(attempt.isAccepted).toBe(true)
    expect(seen).toEqual(['alerts', 'a secret password'])
    expect(JSON.stringify(attempt)).not.toContain('a secret password')
  })

  it.each([
    ['ada@example.com, bob@example.com', '1 address (bob@example.com)'],
    ['ada@example.com, bob@example.com, bo@example.com', '2 addresses (bob@example.com, bo@example.com)'],
  ])('to %s tells which the server refused, and goes to the others', async (to, refused) => {
    const { isAccepted, failure } = await send(
      { to },
      { onRcptTo: ({ address }, _session, done) => done(address.startsWith('bo') ? new Error('unknown') : null) },
    )
    expect(isAccepted).toBe(true)
    expect(failure).toBe(
      `The server refused ${refused} and took the mail for the others. Correct or remove what it refused.`,
    )
  })

  it('is not sent by a connection that opens when its time is over', async () => {
    const isOver = Promise.withResolvers<void>()
    const opened = Promise.withResolvers<Socket>()
    const late: AddressGuard = {
      ...GUARD,
      async openSocket(...args) {
        await isOver.promise
        const socket = await GUARD.openSocket(...args)
        opened.resolve(socket)
        return socket
      },
    }
    const attempt = await send({}, { disableReverseLookup: true }, late, 1_000)
    expect(attempt).toMatchObject({ isAccepted: false, failure: expect.stringContaining('does not answer') })
    isOver.resolve()
    await once(await opened.promise, 'close')
    expect(mails).toEqual([])
  })

  it.each<[string, TargetInput, SMTPServerOptions, RegExp]>([
    [
      'a wrong password',
      { user: 'alerts', secret: 'wrong' },
      { allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(new Error('Invalid credentials')) },
      /^The mail server answered 535\. It does not accept the user name and password\. Enter/,
    ],
    [
      'a sender that it refuses',
      {},
      { onMailFrom: (_address, _session, done) => done(Object.assign(new Error('not yours'), { responseCode: 553 })) },
      /^The mail server answered 553\. It refuses the sender or all addresses\. Use a sender/,
    ],
    ['no encryption where some is asked for', { security: 'starttls' }, {}, /An encrypted connection could not be/],
    ['no TLS', { security: 'tls' }, {}, /it does not speak TLS there|a secure connection/],
  ])('says of a server with %s what to do', async (_what, input, options, sentence) => {
    const { isAccepted, failure } = await send(input, options)
    expect(isAccepted).toBe(false)
    expect(failure).toMatch(sentence)
    expect(mails).toEqual([])
  })
})
