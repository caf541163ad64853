import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import type { Role } from '#lib/domain/access.ts'
import { getEnv } from '#lib/env.ts'
import { authOptions, UNUSED_PATHS } from './auth.ts'

/** The id of the issuer in the library's paths and in `accounts`. */
export const OIDC_PROVIDER = 'oidc'

/** An issuer that does not answer within this time counts as unavailable. */
const PATIENCE_MS = 5_000

/** What the issuer says of somebody, after its signature, audience and nonce have been checked. */
export interface IssuerProfile {
  sub: string
  /** The address as given; null when the issuer gives none or does not mark it as verified. */
  email: string | null
  /** The role that a rule of the configuration gives; null without a matching rule. */
  roleByRule: Role | null
}

/** Admits a user, who then has an account, by returning null; otherwise returns the code of the refusal. */
export type Admit = (profile: IssuerProfile) => Promise<string | null>

/** The label of OIDC sign-in; null where none is configured. */
export function issuerName(): string | null {
  const { OIDC_ISSUER, OIDC_NAME } = getEnv()
  return OIDC_ISSUER === null ? null : (OIDC_NAME ?? new URL(OIDC_ISSUER).host)
}

let instance: Promise<OidcAuth | null> | undefined

/**
 * A second better-auth instance with the configured issuer. better-auth contacts the issuer before anything else, and
 * an unavailable issuer must not prevent sign-in with a password. Its requests go to configured addresses, so they do
 * not pass the address guard. Null when the issuer cannot be reached now or its metadata is invalid; the next call
 * tries again.
 */
export async function oidcAuth(admit: Admit): Promise<OidcAuth | null> {
  instance ??= build(admit).catch(() => null)
  const built = await inTime(instance, PATIENCE_MS)
  if (built === null) instance = undefined
  return built
}

type OidcAuth = ReturnType<typeof createOidcAuth>

async function build(admit: Admit): Promise<OidcAuth | null> {
  const made = createOidcAuth(admit)
  const { socialProviders } = await made.$context
  const provider = socialProviders.find(({ id }) => id === OIDC_PROVIDER)
  if (provider?.issuer === undefined) return null
  // better-auth verifies an id token if there is one, and otherwise trusts /userinfo.
  const { getUserInfo } = provider
  provider.getUserInfo = async (tokens) => (namesSubject(tokens.idToken) ? await getUserInfo(tokens) : null)
  return withoutSlash(provider.issuer) === withoutSlash(getEnv().OIDC_ISSUER ?? '') ? made : null
}

/** Whether there is an id token with a subject; better-auth verifies its signature. */
function namesSubject(idToken: string | undefined): boolean {
  try {
    const claims: unknown = JSON.parse(Buffer.from(idToken?.split('.')[1] ?? '', 'base64url').toString())
    return typeof claims === 'object' && claims !== null && 'sub' in claims && typeof claims.sub === 'string'
  } catch {
    return false
  }
}

function createOidcAuth(admit: Admit) {
  const env = getEnv()
  const options = authOptions()
  const issuer = withoutSlash(env.OIDC_ISSUER ?? '')
  return betterAuth({
    ...options,
    disabledPaths: [...UNUSED_PATHS, '/sign-in/email', '/change-password', '/sign-out'],
    emailAndPassword: { enabled: false },
    account: {
      updateAccountOnSignIn: false,
      // Only a verified address; better-auth checks that too.
      accountLinking: { enabled: true },
    },
    databaseHooks: {
      ...options.databaseHooks,
      // The issuer's tokens are not needed, and what is not stored cannot be stolen.
      account: {
        create: {
          before: async (account) => ({
            data: { ...account, accessToken: null, refreshToken: null, idToken: null, scope: null },
          }),
        },
      },
    },
    onAPIError: { errorURL: `${env.PUBLIC_URL}/admin/sign-in`, throw: true },
    rateLimit: {
      ...options.rateLimit,
      customRules: { '/sign-in/social': { window: 60, max: 20 }, '/callback/*': { window: 60, max: 20 } },
    },
    plugins: [
      genericOAuth({
        config: [
          {
            providerId: OIDC_PROVIDER,
            discoveryUrl: `${issuer}/.well-known/openid-configuration`,
            clientId: env.OIDC_CLIENT_ID ?? '',
            clientSecret: env.OIDC_CLIENT_SECRET ?? '',
            scopes: env.OIDC_SCOPES.split(/[ ,]+/).filter((scope) => scope !== ''),
            pkce: true,
            requireIdTokenVerification: true,
            disableSignUp: true,
            mapProfileToUser: async (claims) => {
              const profile = readProfile(claims)
              const refusal = await admit(profile)
              if (refusal !== null) throw new APIError('FORBIDDEN', { code: refusal, message: refusal })
              return { email: profile.email ?? '' }
            },
          },
        ],
      }),
    ],
  })
}

function readProfile(claims: Record<string, unknown>): IssuerProfile {
  const { OIDC_ADMINS, OIDC_VIEWERS, OIDC_GROUPS_CLAIM } = getEnv()
  // Some issuers send it as a text.
  const isVouchedFor = claims.email_verified === true || claims.email_verified === 'true'
  const email = typeof claims.email === 'string' && isVouchedFor ? claims.email.trim() : null
  const groups = [claims[OIDC_GROUPS_CLAIM]].flat()
  const matches = (entry: string) => {
    if (entry.startsWith('group:')) return groups.includes(entry.slice('group:'.length))
    const [address, wanted] = [email?.toLowerCase() ?? '', entry.toLowerCase()]
    return wanted.startsWith('@') ? address.endsWith(wanted) : address === wanted
  }
  const roleByRule = OIDC_ADMINS.some(matches) ? 'admin' : OIDC_VIEWERS.some(matches) ? 'viewer' : null
  return { sub: String(claims.sub ?? ''), email, roleByRule }
}

/** The outcome, or null when it takes longer. */
export async function inTime<T>(outcome: Promise<T>, ms: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null)
  })
  return await Promise.race([outcome, late]).finally(() => clearTimeout(timer))
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}
