import { LEFT_TO_NEXT } from '#lib/web/next/drawn-parts.ts'
import { setUpDatabaseServer } from './global-setup.ts'
import { startSite, warmUp } from './site.ts'

/** One page of each kind. */
const KINDS = [
  '/',
  '/vendors/courier',
  '/at?t=2025-06-12T19:45Z',
  '/compare?vendors=courier,workos',
  '/stack?vendors=courier,workos',
  '/search?q=api',
  '/methodology',
  '/admin/sign-in',
]

/** Starts the site that all browser tests share, with the sample archive; returns a function that stops it. */
export default async function setUp(): Promise<() => Promise<void>> {
  const stopServer = await setUpDatabaseServer()
  const site = await startSite({
    env: { SAMPLE: 'on', WORKER: 'on', REPORT_TO: 'mistakes@example.org', REPORT_SCRIPT_ERRORS: 'on' },
  })
  await warmUp(site.url, KINDS)
  process.env.SITE_URL = site.url
  process.env.SITE_TOKEN = site.token
  process.env.SITE_DATABASE_URL = site.databaseUrl
  return async () => {
    await site.stop()
    await stopServer()
    // Such a page is right, and takes half as long again: no test of a page sees it.
    const [warning] = site
      .output()
      .split('\n')
      .filter((line) => line.includes(LEFT_TO_NEXT))
    if (warning !== undefined) throw new Error(`A part of a page could not be drawn beside Next: ${warning}`)
  }
}
