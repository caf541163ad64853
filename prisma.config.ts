import { join } from 'node:path'
import { defineConfig } from 'prisma/config'

// The CLI would download a native engine, which not every network and platform lets it; Windows cannot start a script as one.
if (process.platform !== 'win32') {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= join(import.meta.dirname, 'tools', 'schema-engine-cli.ts')
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://127.0.0.1:1/none' },
})
