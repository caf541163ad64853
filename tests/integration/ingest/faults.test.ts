import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { aDocument, anIncident, anUpdate } from '#tests/support/documents.ts'
import { emptyTables } from '#tests/support/empty-tables.ts'
import { aSource, clearDatabase, expectInvariants, ingest, liveState, useTestDatabase } from '#tests/support/ingest.ts'

const TABLES = ['incidents', 'incident_updates', 'components', 'incident_components', 'mentions', 'coverage']

let drop: () => Promise<void>
beforeAll(async () => {
  drop = await useTestDatabase()
  // A sequence, since what it has counted stays counted when the transaction is rolled back: each fault strikes once.
  await pool().query(`
    create sequence written;
    create table fault (code text, at int);
    create function strike() returns trigger language plpgsql as $$
      declare planned fault;
      begin
        select * into planned from fault;
        if nextval('written') = planned.at then
          raise exception using errcode = planned.code, message = 'a fault at row ' || planned.at;
        end if;
        return new;
      end $$;
    ${TABLES.map((table) => `create trigger strike after insert on ${table} for each row execute function strike();`).join('\n')}`)
})
afterEach(expectInvariants)
afterAll(() => drop())

const document = aDocument(
  ['a', 'b', 'c'].map((id) =>
    anIncident(id, {
      components: [{ externalId: 'c1', name: 'API', group: null, sourceStatus: null, from: null, to: null }],
      updates: [anUpdate('u1', { body: 'See https://status.other.example/incidents/abc123.' }), anUpdate('u2')],
    }),
  ),
)

async function faultAt(code: string, at: number): Promise<void> {
  await clearDatabase()
  await aSource()
  await emptyTables('fault')
  await pool().query('insert into fault values ($1, $2)', [code, at])
  await pool().query("select setval('written', 1, false)")
}

async function wasStruck(at: number): Promise<boolean> {
  return Number((await pool().query('select last_value from written')).rows[0].last_value) >= at
}

describe('a fault of the database at every row that an ingest writes, one after the other', () => {
  for (const [code, name] of [
    ['53100', 'storage'],
    ['23505', 'internal'],
  ] as const) {
    it(`${code}: the run fails, nothing is left, and the next one does it all`, async () => {
      await clearDatabase()
      await emptyTables('fault')
      await ingest(document)
      const whole = await liveState()
      let strikes = 0
      for (let at = 1; ; at++) {
        await faultAt(code, at)
        const run = await ingest(document)
        if (!(await wasStruck(at))) break
        strikes++
        expect(run).toMatchObject({ state: 'failed', created: 0, error: { code: name } })
        for (const table of TABLES) expect((await pool().query(`select 1 from ${table}`)).rowCount).toBe(0)
        expect(await ingest(document)).toMatchObject({ state: 'succeeded', created: 3 })
        expect(await liveState()).toEqual(whole)
      }
      expect(strikes).toBeGreaterThan(15)
    })
  }

  for (const code of ['40001', '40P01']) {
    it(`${code}: the transaction is tried again, and the run succeeds`, async () => {
      for (let at = 1; ; at += 3) {
        await faultAt(code, at)
        expect(await ingest(document)).toMatchObject({ state: 'succeeded', created: 3 })
        if (!(await wasStruck(at))) break
      }
    })
  }
})
