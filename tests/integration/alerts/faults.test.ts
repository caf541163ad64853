import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer, type Server } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { sendHttp } from '#lib/alerts/deliveries/send-http.ts'
import { sendMail } from '#lib/alerts/deliveries/send-mail.ts'
import type { TestMessage } from '#lib/alerts/messages/message.ts'
import { readTargetInput } from '#lib/alerts/targets/read-input.ts'
import type { Target } from '#lib/alerts/targets/target.ts'
import { createAddressGuard } from '#lib/fetch/address-guard.ts'
import { createSender } from '#lib/fetch/send-request.ts'
import { makeAuthority } from '#tests/support/alerts/certificate.ts'
import { type Receiver, startReceiver } from '#tests/support/alerts/receiver.ts'

const TIMEOUT_MS = 300
const ALLOWED = ['127.0.0.0/8', '::1/128']
const message: TestMessage = {
  type: 'test',
  id: 'msg_1',
  at: new Date(),
  target: 'ops',
  url: 'https://outages.example.com',
}
const authority = makeAuthority()
let receiver: Receiver | undefined
let server: Server | undefined

beforeAll(() => {
  process.env.ALERT_ALLOW_CIDRS = ALLOWED.join()
  setDefaultCACertificates([...getCACertificates('default'), authority.certificate])
})

afterEach(async () => {
  await receiver?.close()
  server?.close()
  receiver = undefined
  server = undefined
})

const at = (url: string, kind: Target['kind'] = 'webhook'): Target => ({
  id: 1,
  name: 'ops',
  kind,
  settings: { host: new URL(url).host },
  secrets: { url, signingSecret: 'whsec_AAAA' },
})

async function attempt(target: Target, allowCidrs: string[] = ALLOWED, totalTimeoutMs = TIMEOUT_MS) {
  const http = createSender({ allowCidrs, setting: 'ALERT_ALLOW_CIDRS', userAgent: 'test', totalTimeoutMs })
  try {
    return await sendHttp(message, target, http)
  } finally {
    await http.close()
  }
}

async function listen(listening: Server): Promise<number> {
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return (listening.address() as AddressInfo).port
}

describe('an admin reads what is wrong and what to do', () => {
  it.each<[string, Parameters<Receiver['react']>[0], RegExp]>([
    [
      'a redirect',
      () => ({ status: 302, headers: { location: 'https://elsewhere.example/secret' } }),
      /^The receiver answered 302\. That is a redirect to elsewhere\.example, and alerts follow none\. Enter the address/,
    ],
    ['410', () => ({ status: 410 }), /^The receiver answered 410\. Nothing receives alerts .* Create a new one/],
    ['404', () => ({ status: 404 }), /^The receiver answered 404\. There is nothing at this address\. Compare it/],
    ['403', () => ({ status: 403 }), /answered 403\. It does not accept the secret .* Enter a new one\.$/],
    ['429', () => ({ status: 429, headers: { 'retry-after': '7' } }), /answered 429\. It gets more messages than/],
    ['400', () => ({ status: 400, body: 'bad field x' }), /answered 400\. It does not understand the message\./],
    [
      'no answer',
      () => 'hang',
      /did not answer within 0\.3 s\. It should answer at once .* sent again later, unless it is a test\.$/,
    ],
    ['a cut connection', () => 'cut', /closed the connection too early\.$/],
  ])('of %s', async (_what, reaction, sentence) => {
    receiver = await startReceiver()
    receiver.react(reaction)
    const { isAccepted, failure } = await attempt(at(receiver.url))
    expect(isAccepted).toBe(false)
    expect(failure).toMatch(sentence)
  })

  it('of an answer of ten megabytes, which is accepted, and of which the log has two kilobytes', async () => {
    receiver = await startReceiver()
    receiver.react(() => ({ body: 'x'.repeat(10_000_000) }))
    const { isAccepted, answer, failure } = await attempt(at(receiver.url), ALLOWED, 30_000)
    expect({ isAccepted, length: answer?.length }).toEqual({ isAccepted: true, length: 2_000 })
    expect(failure).toMatch(/accepted the message, with an answer of more than 2 KB/)
  })

  it.each([
    ['no_service', 404, /^Slack answered 404 no_service\. This webhook was removed, .* Create a new one in Slack/],
    ['channel_is_archived', 410, /The channel is archived\. Create a webhook for another one/],
    ['action_prohibited', 403, /An admin of the workspace does not let apps post there\./],
    ['constructor', 500, /^Slack answered 500\./],
  ])('of "%s" by Slack', async (body, status, sentence) => {
    receiver = await startReceiver()
    receiver.react(() => ({ status, body }))
    expect((await attempt(at(receiver.url, 'slack'))).failure).toMatch(sentence)
  })

  it('of a private address, which nothing connects to', async () => {
    receiver = await startReceiver()
    const { failure } = await attempt(at(receiver.url), ['10.0.0.0/8'])
    expect(failure).toMatch(/^127\.0\.0\.1 is not a public address\. ALERT_ALLOW_CIDRS can allow private networks\./)
    const byName = at(receiver.url.replace('127.0.0.1', 'localhost'))
    expect((await attempt(byName, ['10.0.0.0/8'])).failure).toMatch(/^localhost \(.*\) is not a public address\./)
    expect(receiver.requests).toEqual([])
  })

  it('of a port that is none of the web', async () => {
    expect((await attempt(at('http://hooks.example.com:8080/'), [])).failure).toBe(
      'The address uses port 8080; only 80 and 443 are allowed.',
    )
  })

  it.each([
    [
      'has expired',
      'localhost',
      new Date('2024-01-01T00:00Z'),
      /its certificate has expired\. Whoever runs it has to renew/,
    ],
    [
      'is for another host',
      'other.example',
      undefined,
      /its certificate is for another host name\. Enter the host name/,
    ],
  ])('of a certificate that %s', async (_what, host, until, sentence) => {
    const port = await listen(createHttpsServer(authority.issue(host, until), (_request, response) => response.end()))
    expect((await attempt(at(`https://localhost:${port}/`))).failure).toMatch(sentence)
  })

  it('of nothing, where all is well', async () => {
    const port = await listen(
      createHttpsServer(authority.issue('localhost'), (_request, response) => response.end('ok')),
    )
    expect(await attempt(at(`https://localhost:${port}/`))).toMatchObject({
      isAccepted: true,
      status: 200,
      failure: null,
    })
  })
})

describe('a mail server', () => {
  const mailTo = (port: number, host = '127.0.0.1'): Target => ({
    id: 1,
    name: 'ops',
    kind: 'email',
    ...readTargetInput('email', {
      server: `${host}:${port}`,
      security: 'none',
      from: 'alerts@example.com',
      to: 'ops@example.com',
    }),
  })
  const send = (target: Target, allowed = ALLOWED) =>
    sendMail(message, target, createAddressGuard(allowed, TIMEOUT_MS, 'ALERT_ALLOW_CIDRS'), TIMEOUT_MS)

  it('that is private is not connected to', async () => {
    const target = mailTo(await listen(createTcpServer()))
    expect((await send(target, ['10.0.0.0/8'])).failure).toMatch(
      /^127\.0\.0\.1 is not a public address\. ALERT_ALLOW_CIDRS/,
    )
  })

  it('on a port that is none of mail is not connected to', async () => {
    expect((await send(mailTo(2526, 'mail.example.com'), [])).failure).toBe(
      'The address uses port 2526; only 25, 465, 587 and 2525 are allowed.',
    )
  })

  it('that says nothing is given up after the time limit', async () => {
    const target = mailTo(await listen(createTcpServer()))
    const { failure, ms } = await send(target)
    expect(failure).toMatch(/^127\.0\.0\.1:\d+: the server does not answer\.$/)
    expect(ms).toBeLessThan(TIMEOUT_MS * 20)
  })

  it('that nobody runs is said to refuse', async () => {
    const port = await listen(createTcpServer())
    await new Promise((resolve) => server?.close(resolve))
    expect((await send(mailTo(port))).failure).toMatch(/the server refuses the connection\.$/)
  })
})
