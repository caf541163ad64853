import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'
import { openPool } from '#lib/database/connection.ts'

export type SchemaEngine = bindings.SchemaEngine

let panic: string | undefined

/**
 * Prisma's schema engine as WebAssembly, connected to Postgres through node-postgres: does what the native engine does, on
 * every platform that has Node, without a download.
 *
 * @param url the database to work on; needed only by commands that connect
 * @param schemas the schema files, each as path and text
 */
export async function openSchemaEngine(url: string, schemas: [path: string, text: string][]): Promise<SchemaEngine> {
  // On a panic the engine calls this global, before it throws a RuntimeError without details.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => (panic = message) } })
  const module = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  // The package's own entry imports the .wasm file, which Node supports only behind a flag.
  const { instance } = await WebAssembly.instantiate(await readFile(module.replace(/\.js$/, '.wasm')), {
    './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
  })
  bindings.__wbg_set_wasm(instance.exports)
  ;(instance.exports as { __wbindgen_start(): void }).__wbindgen_start()
  const datamodels = schemas.length > 0 ? schemas : undefined
  return await bindings.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter(url)))
}

/** An error from an engine call; `code` and `meta` if it is one of Prisma's known errors. */
export interface EngineError extends Error {
  code?: string
  meta?: unknown
}

/** Interprets an error from an engine call. For a panic, which is an engine defect, it restores the message. */
export function engineError(thrown: unknown): EngineError {
  if (panic !== undefined) return new Error(`Prisma's schema engine broke down: ${panic}`, { cause: thrown })
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

/** @prisma/adapter-pg, plus what the schema engine needs and a client does not. */
function adapter(url: string): SqlMigrationAwareDriverAdapterFactory {
  // Not { connectionString }: it would override `database`, and the real database would be its own shadow.
  const config = parseIntoClientConfig(url) as pg.PoolConfig
  const schema = new URL(url).searchParams.get('schema') ?? undefined
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => openSession(config, schema),
    connectToShadowDb: async () => {
      const database = `prisma_migrate_shadow_db_${randomUUID()}`
      const home = await openSession(config, schema)
      await home.executeScript(`CREATE DATABASE "${database}"`)
      const shadow = await openSession({ ...config, database }, schema)
      const leave = shadow.dispose.bind(shadow)
      shadow.dispose = async () => {
        await leave()
        await home.executeScript(`DROP DATABASE "${database}" WITH (FORCE)`)
        await home.dispose()
      }
      return shadow
    },
  }
}

async function openSession(config: pg.PoolConfig, schema: string | undefined): Promise<SqlDriverAdapter> {
  let charColumns: number[] = []
  /** The adapter rejects the catalog's type "char", so the type is sent as varchar and restored in the result. */
  class CatalogClient extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      super(config)
      this.connection.on('rowDescription', ({ fields }: { fields: { dataTypeID: number }[] }) => {
        charColumns = fields.flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : []))
        for (const field of fields) if (field.dataTypeID === CHAR) field.dataTypeID = VARCHAR
      })
    }
  }
  // One connection, kept open, since the engine holds an advisory lock on it.
  const pool = openPool({ ...config, max: 1, idleTimeoutMillis: 0, Client: CatalogClient })
  // biome-ignore lint/plugin/no-bare-connection: Prisma's adapter of that pool, not a connection.
  const session = await new PrismaPg(pool, { schema, disposeExternalPool: true }).connect()
  const { queryRaw } = session
  session.queryRaw = async (query) => {
    const result = await queryRaw.call(session, query)
    for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character
    return result
  }
  // The adapter splits a script at each semicolon, even inside text, comments and functions. Postgres parses it correctly.
  session.executeScript = async (sql) => void (await session.executeRaw({ sql, args: [], argTypes: [] }))
  return session
}

const CHAR = 18
const VARCHAR = 1043
