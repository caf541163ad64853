import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..')

export interface PrismaProject {
  folder: string
  write(path: string, text: string): Promise<void>
  /** Runs Prisma's CLI with the project's own schema engine. */
  prisma(...args: string[]): Promise<{ code: number; output: string }>
  remove(): Promise<void>
}

/** A folder with its own Prisma schema, below node_modules so that it finds the packages. */
export async function makePrismaProject(databaseUrl: string): Promise<PrismaProject> {
  const cache = join(root, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'prisma-project-'))
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  await write(
    'prisma.config.ts',
    `export default { schema: 'schema.prisma', migrations: { path: 'migrations' }, datasource: { url: ${JSON.stringify(databaseUrl)} } }\n`,
  )
  await write('migrations/migration_lock.toml', 'provider = "postgresql"\n')
  return {
    folder,
    write,
    prisma: (...args) => runPrisma(folder, args),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Runs Prisma's CLI in a folder; without a native engine, and unable to fetch one. */
export async function runPrisma(
  cwd: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  const cli = join(root, 'node_modules', 'prisma', 'build', 'index.js')
  return await new Promise((resolve) => {
    const options = {
      cwd,
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: join(root, 'tools', 'schema-engine-cli.ts'),
        PRISMA_ENGINES_MIRROR: 'http://127.0.0.1:1',
        ...env,
      },
    }
    execFile(process.execPath, [cli, ...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ code, output: stdout + stderr })
    })
  })
}
