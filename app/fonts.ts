import localFont from 'next/font/local'

/*
 * Inter, in the Latin and extended Latin subsets; the system's fonts render anything else that vendors write. `optional`: if
 * the font arrives late, the page keeps the fallback, so nothing moves. The server does not preload it, since that delays the
 * first paint on slow lines too: components/site/theme-script.tsx decides.
 */

export const latin = localFont({
  src: '../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  weight: '100 900',
  display: 'optional',
  preload: false,
  variable: '--font-latin',
  adjustFontFallback: false,
})

/** Fetched only by pages that use one of its characters. */
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
