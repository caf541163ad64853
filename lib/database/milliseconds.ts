import { Prisma } from '#prisma/client/client.ts'

// Instants in JSON that Postgres builds: as numbers they are shorter than as texts, and quicker to read.

/** An instant as milliseconds since the epoch; null for null. */
export function toMilliseconds(instant: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`date_part('epoch', ${instant}) * 1000`
}

/** The instant again. Postgres computes it as a fraction of seconds, whose last digit may be off. */
export function fromMilliseconds(milliseconds: number | null | undefined): Date | null {
  return milliseconds === null || milliseconds === undefined ? null : new Date(Math.round(milliseconds))
}
