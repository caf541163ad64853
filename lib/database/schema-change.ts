import { pool } from './client.ts'

/** Undefined column, table, type or function: what a statement of this release meets in the schema of another. */
const NOT_THERE = /^(?:42703|42P01|42704|42883)$/

/** The newest migration of the database when this process began to work on it. */
let atStart: string | null | undefined

/** Notes which schema this process was started on. */
export async function rememberSchema(): Promise<void> {
  atStart = await newestMigration()
}

/** Whether another release has migrated the database since `rememberSchema`. */
export async function hasSchemaChanged(): Promise<boolean> {
  return atStart !== undefined && (await newestMigration()) !== atStart
}

/** Whether an error comes from a schema that was migrated under this process. */
export async function isFromSchemaChange(error: unknown): Promise<boolean> {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' && NOT_THERE.test(code) && (await hasSchemaChanged())
}

async function newestMigration(): Promise<string | null> {
  const { rows } = await pool().query<{ name: string | null }>(
    'select max(migration_name) as name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  )
  return rows[0]?.name ?? null
}
