// `npm run lock`, after `npm install` changed the lock file: npm omits builds for other platforms that its registry does not
// serve at that moment, and then `npm ci` refuses the file on every platform.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

interface LockedPackage {
  version?: string
  optional?: boolean
  dev?: boolean
  peer?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

export type LockedPackages = Record<string, LockedPackage>

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/** Adds an entry for every optional dependency that a package names; existing entries stay unchanged. */
export function completeLock(packages: LockedPackages): LockedPackages {
  const complete = { ...packages }
  for (const { optionalDependencies = {}, dev, peer } of Object.values(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const path = `node_modules/${name}`
      // Without a platform in the entry, npm would install it everywhere; without an exact version, its content is undefined.
      const platform = platformOf(name)
      if (path in complete || platform === null || !/^\d/.test(version)) continue
      complete[path] = { version, ...platform, ...(dev && { dev }), optional: true, ...(peer && { peer }) }
    }
  }
  return Object.fromEntries(Object.entries(complete).sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** The platform that a package is built for, from the parts of its name; null for other packages. */
function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> | null {
  const parts = name.split(/[/-]/)
  const os = parts.find((part) => SYSTEMS.includes(part))
  const cpu = parts.find((part) => PROCESSORS.includes(part))
  if (cpu === undefined || (os === undefined && cpu !== 'wasm32')) return null
  const libc = parts.includes('musl') ? 'musl' : os === 'linux' && parts.includes('gnu') ? 'glibc' : undefined
  return { cpu: [cpu], ...(libc && { libc: [libc] }), ...(os && { os: [os] }) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = join(import.meta.dirname, '..', 'package-lock.json')
  const lock = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: completeLock(lock.packages) }, null, 2)}\n`)
}
