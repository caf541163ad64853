import type pg from 'pg'
import type { Column } from './site.ts'

interface WireConnection {
  parse(query: { text: string }): void
  describe(what: { type: 'S' }): void
  sync(): void
}

/** The columns that a statement would give, from the server's description of it: nothing is run. */
export async function describeColumns(client: pg.Client, text: string): Promise<Column[]> {
  return await new Promise((resolve, reject) => {
    let columns: Column[] = []
    // node-postgres describes what it runs only, and takes queries of one's own.
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
