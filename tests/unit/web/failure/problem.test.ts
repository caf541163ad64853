import { describe, expect, it } from 'vitest'
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  ParseError,
  TooLargeError,
  UnauthorizedError,
} from '#lib/domain/errors.ts'
import { handleApi, problem } from '#lib/web/failure/problem.ts'

const request = new Request('http://localhost/api/v1/vendors')

function throwing(error: unknown) {
  return handleApi(async () => {
    throw error
  })(request, undefined)
}

describe('a problem', () => {
  it('is RFC 9457 with the phrase of its status as title', async () => {
    const response = problem(404, { detail: 'There is no vendor "nobody".', code: 'not_found' })
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is no vendor "nobody".',
      code: 'not_found',
    })
  })
})

describe('what a handler throws', () => {
  it.each([
    [new InvalidInputError('must be a number', 'limit'), 400, 'invalid_input'],
    [new UnauthorizedError(), 401, 'unauthorized'],
    [new ForbiddenError(), 403, 'forbidden'],
    [new NotFoundError('There is no such run.'), 404, 'not_found'],
    [new ConflictError('The slug is taken.'), 409, 'conflict'],
    [new TooLargeError('The body is larger than 25 MB.'), 413, 'too_large'],
    [new ParseError('is not JSON'), 422, 'unreadable_document'],
  ])('%o becomes its status', async (error, status, code) => {
    const response = await throwing(error)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ status, code, detail: error.message })
  })

  it('names the field that is at fault', async () => {
    expect(await (await throwing(new InvalidInputError('must be a number', 'limit'))).json()).toMatchObject({
      field: 'limit',
    })
  })

  it('says how to authenticate with a 401', async () => {
    expect((await throwing(new UnauthorizedError())).headers.get('www-authenticate')).toBe('Bearer')
  })

  it('keeps to itself what nobody foresaw', async () => {
    const response = await throwing(new Error('relation "secret" in postgresql://user:pass@host'))
    expect(response.status).toBe(500)
    expect(await response.text()).not.toMatch(/secret|postgresql/)
  })

  it('is 503 with Retry-After when the database is away', async () => {
    const response = await throwing(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
    expect(response.status).toBe(503)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await response.text()).not.toContain('ECONNREFUSED')
  })

  it.each([
    ['57014', 'took_too_long'],
    ['55P03', 'busy'],
    ['53100', 'no_room'],
  ])('is 503 with words of its own for %s', async (code, name) => {
    const response = await throwing(Object.assign(new Error('of the database'), { code }))
    expect(response.status).toBe(503)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await response.json()).toMatchObject({ code: name })
  })

  it('is the answer when it is a Response', async () => {
    expect((await throwing(new Response(null, { status: 304 }))).status).toBe(304)
  })

  it("passes through when it is one of Next's signals", async () => {
    const signal = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;replace;/;307;' })
    await expect(throwing(signal)).rejects.toBe(signal)
  })
})
