import type { PgBoss, WorkOptions } from 'pg-boss'

/**
 * Works on the jobs of a queue, `concurrency` at a time, until `boss` is stopped; a job whose `work` throws is tried
 * again. After a job the next one is fetched at once: pg-boss itself looks again only when a job is sent, and every 30
 * seconds, so that a job sent while all workers are busy would wait that long.
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
