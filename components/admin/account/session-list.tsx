import type { ReactNode } from 'react'
import { Time } from '#components/text/time.tsx'
import type { SessionView } from '#lib/queries/admin-schemas.ts'

/** A user's sessions; `action` renders what can be done with each. */
export function SessionList({
  sessions,
  current,
  action,
}: {
  sessions: SessionView[]
  /** The session that this request uses. */
  current: string | null
  action: (session: SessionView) => ReactNode
}) {
  if (sessions.length === 0) return <p className="text-soft">There are no sessions.</p>
  return (
    <ul className="grid gap-4 text-small">
      {sessions.map((session) => (
        <li key={session.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1.5">
          <div className="min-w-0">
            <p className="wrap-anywhere">
              {browserWords(session.userAgent)}
              {session.address !== null && session.address !== '' && <> at {session.address}</>}
              {session.id === current && <b className="font-[580]">, this one</b>}
            </p>
            <p className="text-soft">
              Signed in <Time at={session.createdAt} zone />, last used <Time at={session.lastUsedAt} zone />, ends{' '}
              <Time at={session.expiresAt} zone /> at the latest
            </p>
          </div>
          {action(session)}
        </li>
      ))}
    </ul>
  )
}

const BROWSERS = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const
const SYSTEMS = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux'] as const

/** "Firefox on Linux": enough for users to recognise their own browser. Returns an unrecognised user agent as it was sent. */
export function browserWords(userAgent: string | null): string {
  if (userAgent === null || userAgent === '') return 'An unknown browser'
  const browser = BROWSERS.find(([mark]) => userAgent.includes(`${mark}/`))?.[1]
  const system = SYSTEMS.find((mark) => userAgent.includes(mark))
  if (browser === undefined) return userAgent.slice(0, 80)
  return system === undefined ? browser : `${browser} on ${system}`
}
