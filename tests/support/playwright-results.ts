import { relative } from 'node:path'
import type { FullConfig, Reporter, Suite, TestCase, TestError } from '@playwright/test/reporter'
import { type Failure, shorten, writeResults } from './results.ts'

/** Writes down what `npm test` says at its end, in the same shape as for the other tests. */
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
    const failures = [...tests.flatMap(failuresOf), ...this.#betweenTests]
    writeResults({
      passed: count('expected'),
      failed: Math.max(count('unexpected', 'flaky'), failures.length > 0 ? 1 : 0),
      skipped: count('skipped'),
      failures,
    })
  }

  printsToStdio(): boolean {
    return false
  }
}

function failuresOf(test: TestCase): Failure[] {
  if (test.ok() && test.outcome() !== 'flaky') return []
  const [, project = '', , ...names] = test.titlePath()
  const where = [relative(process.cwd(), test.location.file), `[${project}]`, ...names].join(' › ')
  return test.results
    .flatMap(({ errors }) => errors)
    .map(({ message, value }) => ({ where, message: shorten(message ?? value) }))
}
