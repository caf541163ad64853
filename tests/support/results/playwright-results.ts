import { relative } from 'node:path'
import type { FullConfig, Reporter, Suite, TestCase, TestError } from '@playwright/test/reporter'
import { type Failure, shorten, writeResults } from './results.ts'

/** Writes the results that `npm test` reports at its end, in the same format as for the other tests. */
export default class implements Reporter {
  #suite: Suite | undefined
  readonly #betweenTests: Failure[] = []

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#suite = suite
  }

  onError({ message }: TestError): void {
    this.#betweenTests.push({ where: 'between the tests', message: shorten(message) })
  }

  onEnd(): void {
    const tests = this.#suite?.allTests() ?? []
    const count = (...outcomes: string[]) => tests.filter((test) => outcomes.includes(test.outcome())).length
    writeResults({
      passed: count('expected'),
      failed: count('unexpected', 'flaky') + this.#betweenTests.length,
      skipped: count('skipped'),
      failures: [...tests.flatMap(failuresOf), ...this.#betweenTests],
      times: tests.filter(hasRun).map((test) => ({
        file: fileOf(test),
        name: nameOf(test),
        ms: test.results.reduce((sum, { duration }) => sum + duration, 0),
      })),
    })
  }

  printsToStdio(): boolean {
    return false
  }
}

function failuresOf(test: TestCase): Failure[] {
  if (test.ok() && test.outcome() !== 'flaky') return []
  const where = `${fileOf(test)} › ${nameOf(test)}`
  return test.results
    .flatMap(({ errors }) => errors)
    .map(({ message, value }) => ({ where, message: shorten(message ?? value) }))
}

function hasRun(test: TestCase): boolean {
  return test.results.some(({ status }) => status !== 'skipped')
}

function fileOf(test: TestCase): string {
  return relative(process.cwd(), test.location.file)
}

function nameOf(test: TestCase): string {
  const [, project = '', , ...names] = test.titlePath()
  return [`[${project}]`, ...names].join(' › ')
}
