import { type ExecFileOptions, execFile } from 'node:child_process'

/** Runs a program to its end, silently; throws with its last output when it fails. Stopping the start ends it too. */
export async function execute(program: string, args: string[], options: ExecFileOptions = {}): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = execFile(program, args, { maxBuffer: 64 * 1024 * 1024, ...options }, (error, stdout, stderr) => {
      process.off('exit', kill)
      if (error === null) return resolve()
      const output = `${stdout}${stderr}`.trim() || error.message
      reject(new Error(output.split('\n').slice(-40).join('\n'), { cause: error }))
    })
    child.stdin?.end()
    const kill = () => child.kill()
    process.once('exit', kill)
  })
}
