import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type InputOptions, type OutputBundle, type OutputOptions, rolldown } from 'rolldown'
import { SCRIPT_FOLDERS, SCRIPT_MANIFEST, type ScriptManifest } from '#lib/web/script/site-script.ts'

const root = join(import.meta.dirname, '..')

type Mode = keyof typeof SCRIPT_FOLDERS

/** How the site's script is bundled: one small file for every page, and chunks that it imports when they are needed. */
export function scriptOptions(mode: Mode): InputOptions & { output: OutputOptions } {
  const isProduction = mode === 'production'
  return {
    cwd: root,
    input: { site: 'components/behaviours/site.ts' },
    platform: 'browser',
    tsconfig: 'tsconfig.json',
    transform: { target: 'es2022', define: { 'process.env.NODE_ENV': JSON.stringify(mode) } },
    plugins: [{ name: 'manifest', writeBundle: (_options, bundle) => writeManifest(mode, bundle) }],
    output: {
      dir: folderOf(mode),
      format: 'esm',
      // A file's name changes with its content, so that browsers may keep it for good.
      entryFileNames: '[name]-[hash].js',
      chunkFileNames: '[name]-[hash].js',
      minify: isProduction,
      // One chunk for React, or the browser would learn of each of its parts only from the one before.
      codeSplitting: {
        groups: [
          {
            name: 'react',
            test: /replace-drawing|rolldown[\\/]runtime|[\\/]node_modules[\\/](?:react|react-dom|scheduler)[\\/]/,
          },
        ],
      },
    },
  }
}

/** Builds the site's script for production, in place of the one before. */
async function buildScript(): Promise<void> {
  await removeScript('production')
  const { output, ...input } = scriptOptions('production')
  const bundle = await rolldown(input)
  await bundle.write(output)
  await bundle.close()
}

export async function removeScript(mode: Mode): Promise<void> {
  await rm(folderOf(mode), { recursive: true, force: true })
}

/** Notes which of the files pages load first. */
async function writeManifest(mode: Mode, bundle: OutputBundle): Promise<void> {
  const chunks = Object.values(bundle)
  const entry = chunks.find((chunk) => chunk.type === 'chunk' && chunk.isEntry)?.fileName ?? ''
  const manifest: ScriptManifest = { entry, files: chunks.map(({ fileName }) => fileName) }
  await writeFile(join(folderOf(mode), SCRIPT_MANIFEST), JSON.stringify(manifest))
}

function folderOf(mode: Mode): string {
  return join(root, SCRIPT_FOLDERS[mode])
}

if (import.meta.main) await buildScript()
