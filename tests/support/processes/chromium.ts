const { CHROMIUM_PATH, COMPLETE_CHROMIUM_PATH } = process.env

/** The program of the browser tests, and one with all that readers have, as `npm test` finds them; undefined for Playwright's own. */
export const CHROMIUM = CHROMIUM_PATH || undefined
export const COMPLETE_CHROMIUM = COMPLETE_CHROMIUM_PATH || CHROMIUM

export const CHROMIUM_ARGS = ['--disable-gpu', '--disable-quic']
