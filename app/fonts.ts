import localFont from 'next/font/local'

/*
 * Inter, in the two parts that English and the names of its neighbours need; what else vendors write is set in the system's
 * fonts. `optional`: where it comes too late, a page keeps the fallback, so that nothing moves. Not preloaded by the server,
 * since that holds the first paint back on slow lines too: components/site/theme-script.tsx decides.
 */

export const latin = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'optional',
  preload: false,
  variable: '--font-latin',
  adjustFontFallback: false,
})

/** Fetched only by a page that has one of its letters. */
export const latinExtended = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2',
  weight: '100 900',
  display: 'optional',
  preload: false,
  variable: '--font-latin-ext',
  adjustFontFallback: false,
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+02DD-02FF, U+0304, U+0308, U+0329, U+1D00-1DBF, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF',
    },
  ],
})
