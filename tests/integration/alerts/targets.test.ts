import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { addTarget, changeTarget, deleteTarget, type NewTarget } from '#lib/admin/alerts/targets.ts'
import { openSecrets } from '#lib/alerts/targets/secrets.ts'
import { pool } from '#lib/database/client.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { ownDatabase } from '#tests/support/own-database.ts'

ownDatabase()

beforeAll(() => {
  process.env.AUTH_SECRET = 'a secret of more than 32 characters for tests'
})

afterEach(() => emptyTables('alert_targets', 'audit_entries'))

const SLACK: NewTarget = { name: '#ops', kind: 'slack', url: 'https://hooks.example.com/services/T0/B0/x' }

async function stored(id: number) {
  const { rows } = await pool().query('select * from alert_targets where id = $1', [id])
  return rows[0]
}

describe('a target', () => {
  it.each<[string, Omit<NewTarget, 'name'>, string, RegExp]>([
    ['no address', { kind: 'slack' }, 'url', /whole address, beginning with https/],
    ['the address of a file', { kind: 'slack', url: 'file:///etc/passwd' }, 'url', /whole address/],
    [
      'a private address',
      { kind: 'webhook', url: 'http://10.0.0.1/' },
      'url',
      /not a public address\. ALERT_ALLOW_CIDRS/,
    ],
    [
      'a password in its address',
      { kind: 'webhook', url: 'https://a:b@example.com/' },
      'url',
      /must not contain a user/,
    ],
    [
      'a short secret',
      { kind: 'webhook', url: 'https://example.com', signingSecret: 'whsec_AA' },
      'signingSecret',
      /24 to 64/,
    ],
    ['a wrong key', { kind: 'pagerduty', secret: 'x' }, 'secret', /32 letters and digits/],
    ['a topic with a slash', { kind: 'ntfy', topic: 'a/b' }, 'topic', /1 to 64 letters/],
    [
      'a template that is not JSON',
      { kind: 'json', url: 'https://example.com', template: '{{title}}' },
      'template',
      /not JSON/,
    ],
    ['no mail server', { kind: 'email', from: 'a@example.com', to: 'b@example.com' }, 'server', /host and port/],
    ['a private mail server', { kind: 'email', server: '10.0.0.1:25' }, 'server', /not a public address/],
    [
      'a wrong address of mail',
      { kind: 'email', server: 'mail.example.com', from: 'a@example.com', to: 'b, c@d.org' },
      'to',
      /"b" is not/,
    ],
  ])('with %s is refused with the field', async (_what, input, field, message) => {
    await expect(addTarget({ name: 'x', ...input }, 'ada')).rejects.toMatchObject({
      code: 'invalid_input',
      field,
      message: expect.stringMatching(message),
    })
    expect((await pool().query('select from alert_targets')).rowCount).toBe(0)
  })

  it('is alone with its name, and noted in the audit log', async () => {
    const { id } = await addTarget(SLACK, 'ada')
    await expect(addTarget(SLACK, 'ada')).rejects.toMatchObject({ code: 'conflict' })
    expect(await stored(id)).toMatchObject({ name: '#ops', settings: { host: 'hooks.example.com' }, per_minute: 60 })
    const { rows } = await pool().query('select actor, action, subject, detail from audit_entries')
    expect(rows).toEqual([
      { actor: 'ada', action: 'target.create', subject: '#ops', detail: { kind: 'slack', host: 'hooks.example.com' } },
    ])
  })

  it('keeps its secrets when another part changes, and is enabled again by a new address', async () => {
    const { id } = await addTarget(SLACK, 'ada')
    await pool().query("update alert_targets set disabled_at = now(), disabled_reason = 'gone'")
    await changeTarget(id, { name: '#dev', perMinute: null, digestOver: 5 }, 'ada')
    const first = await stored(id)
    expect(first).toMatchObject({ name: '#dev', per_minute: null, digest_over: 5, disabled_reason: 'gone' })
    expect(openSecrets(id, first.sealed).url).toBe(SLACK.url)
    await changeTarget(id, { url: 'https://hooks.example.com/new' }, 'ada')
    const second = await stored(id)
    expect(second).toMatchObject({ name: '#dev', disabled_at: null, disabled_reason: null })
    expect(openSecrets(id, second.sealed).url).toBe('https://hooks.example.com/new')
    await expect(changeTarget(id, { concurrency: 0 }, 'ada')).rejects.toMatchObject({ field: 'concurrency' })
    await expect(changeTarget(99, { name: 'x' }, 'ada')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('has secrets that open for no other target', async () => {
    const { id } = await addTarget(SLACK, 'ada')
    const { sealed } = await stored(id)
    expect(() => openSecrets(id + 1, sealed)).toThrow(/cannot be decrypted/)
  })

  it('is deleted by its name', async () => {
    const { id } = await addTarget(SLACK, 'ada')
    await expect(deleteTarget(id, 'ops', 'ada')).rejects.toMatchObject({ field: 'confirmation' })
    await deleteTarget(id, '#ops', 'ada')
    expect(await stored(id)).toBeUndefined()
  })
})
