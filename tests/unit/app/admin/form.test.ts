import { describe, expect, it } from 'vitest'
import { redirectWith } from '#app/admin/flash.ts'
import { handleForm } from '#app/admin/form.ts'
import { readForm } from '#app/admin/read-form.ts'
import { readJson } from '#app/api/v1/request.ts'
import { type FormState, isChosen } from '#components/ui/form.tsx'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { cpuMsOf } from '#tests/support/cpu-time.ts'

const SITE = 'http://localhost:3000'
const HEADERS = { origin: SITE, 'sec-fetch-site': 'same-origin', authorization: `Bearer ${process.env.ADMIN_TOKEN}` }

const post = (body: BodyInit) => new Request(`${SITE}/admin/x`, { method: 'POST', headers: HEADERS, body })

function manyFields(count: number, of: URLSearchParams | FormData = new URLSearchParams()) {
  for (let index = 0; index < count; index++) of.append(`field${index}`, `value ${index}`)
  of.append('name', 'Acme')
  return of
}

const refusing = handleForm(
  ['name', 'password'],
  () => '/admin/x',
  async ({ form }) => {
    throw new InvalidInputError(`has ${[...form].length} fields`, 'name')
  },
)
const answer = (body: BodyInit) => refusing(post(body), { params: Promise.resolve({}) })

/** What the page is told by the cookie that the answer sets. */
function flashOf(response: Response) {
  const cookie = /flash=([^;]*)/.exec(response.headers.getSetCookie()[0] ?? '')?.[1] ?? ''
  expect(cookie.length).toBeLessThanOrEqual(3_800)
  return JSON.parse(Buffer.from(cookie, 'base64url').toString())
}

describe('a form with 5,000 fields', () => {
  it.each([
    ['in its address’s way', () => manyFields(5_000)],
    ['in parts', () => manyFields(5_000, new FormData())],
  ])('%s keeps the fields that are known, and takes 100 ms of processor time at most', async (_way, body) => {
    const wrapped = new Response(body())
    const headers = { ...HEADERS, 'content-type': wrapped.headers.get('content-type') ?? '' }
    const bytes = await wrapped.arrayBuffer()
    const spent: number[] = []
    // The first of three also compiles the code.
    for (let round = 0; round < 3; round++) {
      const request = new Request(`${SITE}/admin/x`, { method: 'POST', headers, body: bytes })
      let response = new Response()
      spent.push(
        await cpuMsOf(async () => {
          response = await refusing(request, { params: Promise.resolve({}) })
        }),
      )
      expect(response.status).toBe(303)
      expect(flashOf(response)).toMatchObject({ errors: { name: 'has 1 fields' }, values: { name: 'Acme' } })
    }
    expect(Math.min(...spent)).toBeLessThan(100)
  })

  it('of one known name comes back as one', async () => {
    const body = new URLSearchParams(Array.from({ length: 5_000 }, (_, index) => ['name', `value ${index}`]))
    expect(flashOf(await answer(body)).values).toEqual({ name: 'value 4999' })
  })
})

it('a form of 100,000 fields is refused before it is taken apart', async () => {
  for (const body of [manyFields(100_000), manyFields(20_000, new FormData())]) {
    expect((await answer(body)).status).toBe(400)
  }
  const spent = await cpuMsOf(() => expect(readForm(post(manyFields(100_000)), [])).rejects.toThrow('10000 fields'))
  expect(spent).toBeLessThan(100)
})

describe('what was typed', () => {
  it('comes back as far as a cookie holds it, the shortest first', () => {
    const values = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, index) => [`f${index}`, 'é'.repeat((index * 7) % 5_000)]),
    )
    const flash = flashOf(redirectWith('/admin/x', { values }))
    const lengths = Object.values<string>(flash.values).map((value) => value.length)
    expect(lengths.length).toBeGreaterThan(3)
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
    expect(flash.values.f0).toBe('')
  })

  it('is no reason for work that grows faster than its length', async () => {
    const values = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`f${index}`, 'x'.repeat(200)]))
    expect(await cpuMsOf(() => redirectWith('/admin/x', { values }))).toBeLessThan(100)
  })

  it('comes back with each value of boxes that share a name', async () => {
    const choosing = handleForm(
      [{ several: 'targets' }],
      () => '/admin/x',
      () => Promise.reject(new InvalidInputError('no')),
    )
    const sent = (body: string) => choosing(post(new URLSearchParams(body)), { params: Promise.resolve({}) })
    const state: FormState = flashOf(await sent('form=edit&targets=1&targets=12'))
    const isTicked = (value: string, checked = true) => isChosen({ name: 'targets', value, state, checked })
    expect(['1', '2', '12'].map((value) => isTicked(value))).toEqual([true, false, true])
    const none: FormState = flashOf(await sent('form=edit'))
    expect(isChosen({ name: 'targets', value: '1', state: none, checked: true })).toBe(false)
    const unsent: FormState = { message: null, form: null, errors: {}, values: {} }
    expect(isChosen({ name: 'targets', value: '1', state: unsent, checked: true })).toBe(true)
  })

  it('never holds a password, nor a text that Postgres has no place for', async () => {
    const flash = flashOf(await answer(new URLSearchParams({ name: 'Acme', password: 'secret' })))
    expect(flash.values).toEqual({ name: 'Acme' })
    expect((await answer(new URLSearchParams({ name: 'a\0b' }))).status).toBe(400)
  })
})

describe('a JSON body', () => {
  it.each([
    ['of very many numbers', `{"sources":[${'1,'.repeat(450_000)}1]}`],
    ['that is deep', '['.repeat(400_000) + ']'.repeat(400_000)],
    ['of very many names', `{${Array.from({ length: 60_000 }, (_, index) => `"n${index}":1`).join(',')}}`],
    ['of very many texts', `["\\u0041"${',"x"'.repeat(200_000)}]`],
  ])('%s is read in a time that grows with its length', async (_case, body) => {
    // The first time also compiles what reads it.
    const read = () => readJson(post(body))
    await read()
    expect(await cpuMsOf(read)).toBeLessThan(400)
  })

  it.each(['{"a":{"b":["x","y\\u0000"]}}', '{"b":"\\ud800"}', '["\\udc00"]'])('%s is refused', async (body) => {
    await expect(readJson(post(body))).rejects.toThrow('must not contain NUL or an incomplete character')
  })
})
