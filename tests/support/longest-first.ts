import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files whose tests take long for their size, most of it waiting for processes, leases and limits. Vitest begins with the largest
 * files where it has not run them before, and would come to these when nothing is left to run beside them.
 */
const LONG = [
  'bin/start',
  'bin/embedded-postgres',
  'tools/schema-engine',
  'ingest/backfill-archive',
  'bin/transfer',
  'worker/polling-load',
  'web/whole-history',
  'database/lost-connections',
  'worker/worker',
  'documents/parser',
]

/** Vitest's own order, with the files above first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((name) => moduleId.endsWith(`/${name}.test.ts`))
    const { long = [], other = [] } = Object.groupBy(await super.sort(files), (file) =>
      isLong(file) ? 'long' : 'other',
    )
    return [...long, ...other]
  }
}
