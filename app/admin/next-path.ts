const LOCAL_PATH = /^\/(?![/\\])/
const ANY_SITE = 'http://site.invalid'

/**
 * Where to go after a sign-in: `next` if it is a path of this site, else the overview. Characters that browsers drop or rewrite
 * in an address (tabs, line ends, backslashes, dot segments) cannot lead to another site.
 */
export function safeNext(next: string | null | undefined): string {
  if (next == null || !LOCAL_PATH.test(next) || !URL.canParse(next, ANY_SITE)) return '/admin'
  const { origin, pathname, search } = new URL(next, ANY_SITE)
  // "/.//elsewhere" passes the first check and resolves to "//elsewhere".
  return origin === ANY_SITE && LOCAL_PATH.test(pathname) ? pathname + search : '/admin'
}

/** The sign-in's address that leads back to `here`. */
export function signInPath(here: string): string {
  return here === '/admin' ? '/admin/sign-in' : `/admin/sign-in?next=${encodeURIComponent(here)}`
}
