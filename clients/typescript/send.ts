export interface ClientOptions {
  /** Of the site, such as https://outages.example.com. */
  baseUrl: string
  /** For operations that need one; see /admin/tokens. */
  token?: string
  /** In place of the global one. */
  fetch?: typeof fetch
}

interface Sent {
  query?: Record<string, string | number | boolean | undefined>
  /** Text and bytes are sent as they are, anything else as JSON. */
  body?: unknown
}

/** The site answered with a problem (RFC 9457), with an error of Statuspage's form, or with something that is not JSON. */
export class ApiError extends Error {
  readonly status: number
  /** The kind of problem, such as `not_found`; null if the answer named none. */
  readonly code: string | null
  /** The parameter or property at fault; null if the answer named none. */
  readonly field: string | null
  /** How long to wait before another try; null if the answer named no number of seconds. */
  readonly retryAfterSeconds: number | null

  constructor(response: Response, problem: { detail?: string; error?: string; code?: string; field?: string }) {
    super(problem.detail ?? problem.error ?? `The site answered ${response.status}.`)
    this.name = 'ApiError'
    this.status = response.status
    this.code = problem.code ?? null
    this.field = problem.field ?? null
    const wait = response.headers.get('retry-after')
    // A proxy in between may name a date.
    this.retryAfterSeconds = wait !== null && /^\d+$/.test(wait) ? Number(wait) : null
  }
}

export function createSend({ baseUrl, token, fetch: fetchWith = fetch }: ClientOptions) {
  return async function send<T>(method: string, path: string, { query = {}, body }: Sent = {}): Promise<T> {
    const url = new URL(path, baseUrl)
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value))
    }
    const isRaw = typeof body === 'string' || body instanceof Uint8Array
    const response = await fetchWith(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': isRaw ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body !== undefined && { body: isRaw ? (body as BodyInit) : JSON.stringify(body) }),
    })
    if (response.status === 204) return undefined as T
    const answer = await response.json().catch(() => ({}))
    if (!response.ok) throw new ApiError(response, answer)
    return answer
  }
}
