import { fork } from 'node:child_process'

/**
 * Runs a script in a process of its own, since a process is connected to one database. Texts that it sends are said; what else it
 * sends is the result. Throws if there is none.
 */
export async function runApart<Result>(
  script: string,
  args: string[],
  say: (line: string) => void = () => {},
): Promise<Result> {
  const child = fork(script, args)
  let result: Result | null = null
  child.on('message', (message) => {
    if (typeof message === 'string') say(message)
    else result = message as Result
  })
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (result === null) throw new Error(`${script} ended with ${code} and without a result.`)
  return result
}
