import type { PgBoss, WorkOptions } from 'pg-boss'

/**
 * Works on the jobs of a queue, `concurrency` at a time, until `boss` is stopped; throws in `work` are tried again. Who has done
 * a job looks for the next one at once: pg-boss by itself looks again only when a job is sent, and every 30 seconds, so that one
 * sent while all are busy would wait for as long.
 */
export async function workQueue<Input extends object>(
  boss: PgBoss,
  queue: string,
  { concurrency, ...options }: Omit<WorkOptions, 'batchSize' | 'localConcurrency'> & { concurrency: number },
  work: (data: Input) => Promise<unknown>,
): Promise<void> {
  for (let count = 0; count < concurrency; count++) {
    // Only a worker that stands by itself tells its id, by which it is woken.
    const id: string = await boss.work<Input>(queue, options, async ([job]) => {
      try {
        return job === undefined ? null : await work(job.data)
      } finally {
        boss.notifyWorker(id)
      }
    })
  }
}
