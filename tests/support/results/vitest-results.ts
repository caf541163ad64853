import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'
import { type Failure, shorten, writeResults } from './results.ts'

type Errors = Readonly<ReturnType<TestModule['errors']>>

/** Writes what `npm test` reports at its end; Vitest's own JSON leaves out errors that occur outside tests. */
export default class implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: Errors): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state: string) => tests.filter((test) => test.result().state === state).length
    const suites = modules.flatMap((module) => [module, ...module.children.allSuites()])
    const ofTests = tests.flatMap((test) => failuresOf(nameOf(test.module, test.fullName), test.result().errors ?? []))
    // A failed hook leaves its tests unrun, so it counts as a failure itself.
    const others = [
      ...suites.flatMap((suite) => failuresOf(suiteName(suite), suite.errors())),
      ...failuresOf('between the tests', unhandledErrors),
    ]
    writeResults({
      passed: count('passed'),
      failed: count('failed') + others.length,
      skipped: count('skipped'),
      failures: [...ofTests, ...others],
      times: tests.filter(hasRun).map((test) => ({
        file: test.module.relativeModuleId,
        name: test.fullName.split(' > ').join(' › '),
        ms: test.diagnostic()?.duration ?? 0,
      })),
    })
  }
}

function hasRun(test: TestCase): boolean {
  return ['passed', 'failed'].includes(test.result().state)
}

function suiteName(suite: TestModule | TestSuite): string {
  return suite.type === 'module' ? nameOf(suite) : nameOf(suite.module, suite.fullName)
}

function nameOf(module: TestModule, fullName?: string): string {
  return [module.relativeModuleId, ...(fullName === undefined ? [] : fullName.split(' > '))].join(' › ')
}

function failuresOf(where: string, errors: Errors): Failure[] {
  return errors.map(({ name, message, diff }) => ({
    where,
    message: shorten([message.startsWith(name ?? '') ? message : `${name}: ${message}`, diff ?? ''].join('\n')),
  }))
}
