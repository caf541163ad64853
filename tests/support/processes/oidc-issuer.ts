import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

export const CLIENT = { id: 'outage-history', secret: 'a secret of the client' }

export interface OidcIssuer {
  url: string
  /** The signed-in user: the claims of the next id token. */
  person: JWTPayload
  /** The faults of the issuer. */
  fault: {
    /** Wrong claims. */
    claims?: JWTPayload
    /** Leaves the address out of the id token, so that it comes from /userinfo (not actually a fault). */
    leanToken?: boolean
    /** Answers with only an access token, like plain OAuth 2. */
    noIdToken?: boolean
    /** Signs with an unpublished key. */
    foreignKey?: boolean
    /** Does not answer. */
    hangs?: boolean
    /** Sends this error back instead of a code. */
    refuses?: string
    /** Names another issuer. */
    otherName?: boolean
  }
  /** The requested paths. */
  asked: string[]
  close(): Promise<void>
}

/**
 * A local OpenID Connect issuer that signs everybody in as `person`: discovery, the authorization code flow with PKCE (S256),
 * RS256 id tokens. It enforces the specification, so that incomplete clients fail.
 */
export async function startOidcIssuer(): Promise<OidcIssuer> {
  const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')])
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'own', use: 'sig', alg: 'RS256' }
  const grants = new Map<string, URLSearchParams>()
  const accessTokens = new Set<string>()

  const routes: Record<string, (request: IncomingMessage, query: URLSearchParams) => Promise<Answer>> = {
    '/.well-known/openid-configuration': async () => ({
      json: {
        issuer: issuer.fault.otherName ? 'https://issuer.example' : issuer.url,
        authorization_endpoint: `${issuer.url}/authorize`,
        token_endpoint: `${issuer.url}/token`,
        userinfo_endpoint: `${issuer.url}/userinfo`,
        jwks_uri: `${issuer.url}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
      },
    }),
    '/jwks': async () => ({ json: { keys: [jwk] } }),
    '/authorize': async (_request, query) => {
      const wanted = { client_id: CLIENT.id, response_type: 'code', code_challenge_method: 'S256' }
      for (const [name, value] of Object.entries(wanted)) {
        if (query.get(name) !== value) return { status: 400, json: { error: 'invalid_request', name } }
      }
      for (const name of ['state', 'nonce', 'code_challenge']) {
        if ((query.get(name) ?? '').length < 16) return { status: 400, json: { error: 'invalid_request', name } }
      }
      if (!query.get('scope')?.split(' ').includes('openid')) return { status: 400, json: { error: 'invalid_scope' } }
      const back = new URL(query.get('redirect_uri') ?? '')
      back.searchParams.set('state', query.get('state') ?? '')
      if (issuer.fault.refuses !== undefined) {
        back.searchParams.set('error', issuer.fault.refuses)
        return { location: back.href }
      }
      const code = randomBytes(16).toString('hex')
      grants.set(code, query)
      back.searchParams.set('code', code)
      back.searchParams.set('iss', issuer.url)
      return { location: back.href }
    },
    '/token': async (request) => {
      const body = new URLSearchParams(await readText(request))
      const grant = grants.get(body.get('code') ?? '')
      grants.delete(body.get('code') ?? '')
      if (!isClient(request, body)) return { status: 401, json: { error: 'invalid_client' } }
      const challenge = createHash('sha256')
        .update(body.get('code_verifier') ?? '')
        .digest('base64url')
      const isRight =
        grant?.get('code_challenge') === challenge && grant.get('redirect_uri') === body.get('redirect_uri')
      if (!isRight) return { status: 400, json: { error: 'invalid_grant' } }
      const claims = { nonce: grant.get('nonce') ?? '', ...issuer.person, ...issuer.fault.claims }
      const key = issuer.fault.foreignKey ? foreign.privateKey : own.privateKey
      const { email: _, ...lean }: JWTPayload = claims
      const now = Math.floor(Date.now() / 1000)
      const standard = { iss: issuer.url, aud: CLIENT.id, iat: now, exp: now + 300 }
      const token = new SignJWT({ ...standard, ...(issuer.fault.leanToken ? lean : claims) })
      const signed = await token.setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(key)
      const access = randomBytes(16).toString('hex')
      accessTokens.add(`Bearer ${access}`)
      return {
        json: {
          access_token: access,
          token_type: 'Bearer',
          expires_in: 300,
          ...(issuer.fault.noIdToken ? {} : { id_token: signed }),
        },
      }
    },
    '/userinfo': async (request) =>
      accessTokens.has(request.headers.authorization ?? '')
        ? { json: issuer.person }
        : { status: 401, json: { error: 'invalid_token' } },
  }

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer.url)
    issuer.asked.push(pathname)
    if (issuer.fault.hangs) return
    send(response, (await routes[pathname]?.(request, searchParams)) ?? { status: 404, json: {} })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer: OidcIssuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    person: {},
    fault: {},
    asked: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return issuer
}

interface Answer {
  status?: number
  json?: object
  location?: string
}

function send(response: ServerResponse, { status = 200, json, location }: Answer): void {
  if (location === undefined) {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
  } else {
    response.writeHead(302, { location }).end()
  }
}

/** By HTTP Basic or in the body (RFC 6749, section 2.3.1). */
function isClient(request: IncomingMessage, body: URLSearchParams): boolean {
  const [, basic] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? []
  const [id, secret] =
    basic === undefined
      ? [body.get('client_id'), body.get('client_secret')]
      : Buffer.from(basic, 'base64')
          .toString()
          .split(':')
          .map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
  return id === CLIENT.id && secret === CLIENT.secret
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}
