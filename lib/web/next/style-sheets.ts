import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The texts of a build's style sheets by the addresses that its pages know them by. */
export type StyleSheets = ReadonlyMap<string, string>

/** Reads the style sheets of a build (a `.next` folder), ready to stand in a page: what they refer to is named from the root. */
export async function readStyleSheets(buildFolder: string): Promise<StyleSheets> {
  const sheets = new Map<string, string>()
  for await (const file of glob('static/**/*.css', { cwd: buildFolder })) {
    const address = `/_next/${file.replaceAll('\\', '/')}`
    sheets.set(address, nameFromRoot(await readFile(join(buildFolder, file), 'utf8'), address))
  }
  return sheets
}

function nameFromRoot(css: string, address: string): string {
  const folder = new URL(address, 'http://site')
  return css.replaceAll(
    /url\((["']?)(\.[^)"']*)\1\)/g,
    (_, quote, relative) => `url(${quote}${new URL(relative, folder).pathname}${quote})`,
  )
}
