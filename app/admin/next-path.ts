const LOCAL_PATH = /^\/(?![/\\])/
const ANY_SITE = 'http://site.invalid'

/**
 * Where to go after a sign-in: `next` where it is a path of this site, else the overview. What browsers drop or turn around in
 * an address (tabs, line ends, backslashes, dot segments) cannot lead anywhere else.
 */
export function safeNext(next: string | null | undefined): string {
  if (next == null || !LOCAL_PATH.test(next) || !URL.canParse(next, ANY_SITE)) return '/admin'
  const { origin, pathname, search } = new URL(next, ANY_SITE)
  // "/.//elsewhere" passes the first look and comes out as "//elsewhere".
  return origin === ANY_SITE && LOCAL_PATH.test(pathname) ? pathname + search : '/admin'
}

/** The address of the sign-in that leads back to `here`. */
export function signInPath(here: string): string {
  return here === '/admin' ? '/admin/sign-in' : `/admin/sign-in?next=${encodeURIComponent(here)}`
}
