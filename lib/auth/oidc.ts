import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import type { Role } from '#lib/domain/access.ts'
import { getEnv } from '#lib/env.ts'
import { authOptions, UNUSED_PATHS } from './auth.ts'

/** The id of the issuer in the library's paths and in `accounts`. */
export const OIDC_PROVIDER = 'oidc'

/** An issuer that has not answered by then is as good as away. */
const PATIENCE_MS = 5_000

/** What the issuer says of somebody, after its signature, audience and nonce have been checked. */
export interface IssuerProfile {
  sub: string
  /** As it was given; null when the issuer tells none, or does not vouch for it. */
  email: string | null
  /** What a rule of the configuration makes of them; null for a stranger. */
  roleByRule: Role | null
}

/** Lets somebody in, who then has an account, by returning null; else the code of what speaks against it. */
export type Admit = (profile: IssuerProfile) => Promise<string | null>

/** What the sign-in at the issuer is called; null where none is set up. */
export function issuerName(): string | null {
  const { OIDC_ISSUER, OIDC_NAME } = getEnv()
  return OIDC_ISSUER === null ? null : (OIDC_NAME ?? new URL(OIDC_ISSUER).host)
}

let instance: Promise<OidcAuth | null> | undefined

/**
 * The sign-in library with the issuer of the configuration, in an instance of its own: it asks the issuer before it does
 * anything, and an issuer that is away must not keep people from signing in with a password. The requests go to where the
 * operator's configuration says, so they are none of the guarded ones. Null when the issuer cannot be reached now, or does
 * not describe itself as it should; the next call tries again.
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
  // The library checks an id token where there is one, and takes the word of /userinfo where there is none.
  const { getUserInfo } = provider
  provider.getUserInfo = async (tokens) => (namesSubject(tokens.idToken) ? await getUserInfo(tokens) : null)
  return withoutSlash(provider.issuer) === withoutSlash(getEnv().OIDC_ISSUER ?? '') ? made : null
}

/** Whether there is an id token that says whom it is about; its signature is the library's business. */
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
      // Only an address that the issuer vouches for; the library itself looks at that.
      accountLinking: { enabled: true },
    },
    databaseHooks: {
      ...options.databaseHooks,
      // The issuer's tokens are of no use here, and what is not kept cannot be stolen.
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
