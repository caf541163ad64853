import type pg from 'pg'
import type { Column } from './site.ts'

interface WireConnection {
  parse(query: { text: string }): void
  describe(what: { type: 'S' }): void
  sync(): void
}

/** The columns that a statement would give, from the server's description, without running it. */
export async function describeColumns(client: pg.Client, text: string): Promise<Column[]> {
  return await new Promise((resolve, reject) => {
    let columns: Column[] = []
    // node-postgres describes only statements that it runs, but accepts custom query objects.
    client.query({
      submit(connection: unknown) {
        const wire = connection as WireConnection
        wire.parse({ text })
        wire.describe({ type: 'S' })
        wire.sync()
      },
      handleParseComplete() {},
      handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }) {
        columns = fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID, hadNull: false }))
      },
      handleReadyForQuery() {
        resolve(columns)
      },
      handleError: reject,
    } as pg.Submittable)
  })
}
