/** Roles in the admin area: change everything, or only read everything. */
export const ROLES = ['admin', 'viewer'] as const
export type Role = (typeof ROLES)[number]

export const ROLE_WORDS = { admin: 'Admin', viewer: 'Viewer' } as const satisfies Record<Role, string>

/** What is published in place of the name of an admin who has not chosen one. */
export const UNNAMED_ADMIN = 'an admin'
export const MAX_DISPLAY_NAME_LENGTH = 60

/** The scopes of API tokens; each includes the ones before it. */
export const SCOPES = ['read', 'ingest', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

export const SCOPE_WORDS = {
  read: 'runs and their progress, /metrics, the details of /readyz, the pages of the admin area',
  ingest: 'all of read; detect a platform, push documents, request runs',
  admin: 'all of ingest; all other changes, except to people and tokens',
} as const satisfies Record<Scope, string>

/** Whether a scope includes the required one. */
export function includesScope(held: Scope, wanted: Scope): boolean {
  return SCOPES.indexOf(held) >= SCOPES.indexOf(wanted)
}

/** The API scope of a user, from their role. */
export function scopeOfRole(role: Role): Scope {
  return role === 'admin' ? 'admin' : 'read'
}

/**
 * The end of the name of the cookie that lib/auth/auth.ts gives to a signed-in person, before which a site under https writes
 * `__Secure-`. Whoever sends one gets pages of their own.
 */
export const SESSION_COOKIE = 'outage-history.session_token'

/** An unused session expires after this time, whatever its age. */
export const SESSION_IDLE_MS = 12 * 3_600_000

/** How long an invitation or password link works. */
export const LINK_DAYS = 7

export const MIN_PASSWORD_LENGTH = 12
export const MAX_PASSWORD_LENGTH = 256

/**
 * The address under which an account is stored: lower case. A host without a dot, such as admin@localhost, is placed below the
 * domain that stands for this machine (RFC 6761), because the library rejects such an address.
 */
export function accountEmail(email: string): string {
  const trimmed = email.trim().toLowerCase()
  return /^[^@]+@[^@.]+$/.test(trimmed) ? `${trimmed}.localhost` : trimmed
}

/**
 * The header that carries the client's address to handlers; the HTTP layer overwrites any value that a client sends.
 */
export const CLIENT_ADDRESS_HEADER = 'x-outage-history-client'
