import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  // lib/web compresses each page once and keeps it; Next would do it on every request.
  compress: false,
  reactStrictMode: true,
  // Title, canonical address and feeds belong in the head, before the first byte: Next would send them after the body to
  // whom it takes for a browser, where readers without script, crawlers and chat programs do not find them.
  htmlLimitedBots: /.*/,
  // The optimiser is a server that fetches and decodes for strangers; nothing here needs one.
  images: { unoptimized: true },
  // `npm run typecheck` does this for the whole project, tests and scripts included.
  typescript: { ignoreBuildErrors: true },
  // These keep one state per process (pools, loggers) or load native code, so they stay outside the bundle.
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-pg',
    '@prisma/client',
    '@resvg/resvg-js',
    'better-auth',
    'pg',
    'pg-boss',
    'pino',
  ],
  // Next would load the modules of all pages at each start (decision 172).
  experimental: { preloadEntriesOnStart: false },
  // Otherwise `next dev` writes instructions into the project's folder.
  agentRules: false,
}

export default config
