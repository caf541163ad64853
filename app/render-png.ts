import { join } from 'node:path'
import { renderAsync } from '@resvg/resvg-js'
import { makePlainFont } from '#app/plain-font.ts'
import { log } from '#lib/log.ts'

/** Fonts are bundled, since a fresh machine has none. resvg reads TTF and OTF, not woff2. */
const FONT_FOLDER = join(process.cwd(), 'node_modules', '@expo-google-fonts', 'inter')
const FONT_FILES = [
  join(FONT_FOLDER, '400Regular', 'Inter_400Regular.ttf'),
  join(FONT_FOLDER, '600SemiBold', 'Inter_600SemiBold.ttf'),
]

/** Fallback for characters beyond Latin, Greek, Cyrillic and signs: Inter lacks them, the machine may have them. */
const OTHER_LETTERS = /[\u0530-\u1dff\u2c00-\uffff]/

let plainFonts: Promise<string[]> | undefined

/** Made by the first picture. If that fails, as on a full disk, the font as it is will do. */
function getFontFiles(): Promise<string[]> {
  plainFonts ??= Promise.all(FONT_FILES.map(makePlainFont)).catch((error: unknown) => {
    log.warn(
      { err: error },
      'no copy of the font could be made in DATA_DIR; pictures may draw an x between figures as a sign',
    )
    return FONT_FILES
  })
  return plainFonts
}

/** Answers with the drawing as PNG at its own size, rendered on a separate thread. */
export async function answerWithPng(svg: string): Promise<Response> {
  const image = await renderAsync(svg, {
    font: { fontFiles: await getFontFiles(), loadSystemFonts: OTHER_LETTERS.test(svg), defaultFontFamily: 'Inter' },
  })
  return new Response(Uint8Array.from(image.asPng()), { headers: { 'content-type': 'image/png' } })
}
