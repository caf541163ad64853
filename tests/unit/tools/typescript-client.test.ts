import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createClient } from '#clients/typescript/index.ts'
import { ApiError } from '#clients/typescript/send.ts'
import { writeClient } from '#tools/typescript-client.ts'

it('the TypeScript client is the one that `npm run client` writes', () => {
  const file = join(import.meta.dirname, '../../../clients/typescript/index.ts')
  expect(readFileSync(file, 'utf8')).toBe(writeClient())
})

/** A client whose requests come here, each answered with `answer`. */
function clientOf(answer: () => Response) {
  const requests: Request[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    requests.push(new Request(input, init))
    return answer()
  }
  return { client: createClient({ baseUrl: 'https://outages.example.com', token: 'secret', fetch }), requests }
}

it('a request has its parameters in path, query, body and headers', async () => {
  const { client, requests } = clientOf(() => Response.json({ runs: [] }))
  await client.pushDocument('a/b', 'a document', { platform: 'detect', dryRun: true })
  const [request] = requests
  expect(request?.method).toBe('POST')
  expect(request?.url).toBe('https://outages.example.com/api/v1/vendors/a%2Fb/documents?platform=detect&dryRun=true')
  expect(request?.headers.get('authorization')).toBe('Bearer secret')
  expect(await request?.text()).toBe('a document')
})

it('an answer without a body is undefined, and a problem is an error', async () => {
  const { client } = clientOf(() => new Response(null, { status: 204 }))
  expect(await client.deleteVendor('acme', { confirm: 'acme' })).toBe(undefined)
  const busy = clientOf(() =>
    Response.json({ detail: 'Wait.', code: 'busy' }, { status: 503, headers: { 'retry-after': '5' } }),
  )
  const error = await busy.client.listVendors().catch((reason: unknown) => reason)
  const away = clientOf(
    () => new Response('', { status: 502, headers: { 'retry-after': 'Sat, 28 Nov 2026 12:00:00 GMT' } }),
  )
  await expect(away.client.listVendors()).rejects.toMatchObject({ status: 502, code: null, retryAfterSeconds: null })
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ message: 'Wait.', status: 503, code: 'busy', field: null, retryAfterSeconds: 5 })
})
