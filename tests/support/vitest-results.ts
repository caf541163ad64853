import type { Reporter, TestModule, TestSuite } from 'vitest/node'
import { type Failure, shorten, writeResults } from './results.ts'

type Errors = Readonly<ReturnType<TestModule['errors']>>

/** Writes down what `npm test` says at its end; Vitest's own JSON leaves out the errors that came between the tests. */
export default class implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: Errors): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state: string) => tests.filter((test) => test.result().state === state).length
    const suites = modules.flatMap((module) => [module, ...module.children.allSuites()])
    const failures = [
      ...tests.flatMap((test) => failuresOf(nameOf(test.module, test.fullName), test.result().errors ?? [])),
      ...suites.flatMap((suite) => failuresOf(suiteName(suite), suite.errors())),
      ...failuresOf('between the tests', unhandledErrors),
    ]
    writeResults({
      passed: count('passed'),
      // A hook that fails leaves its tests unrun.
      failed: Math.max(count('failed'), failures.length > 0 ? 1 : 0),
      skipped: count('skipped'),
      failures,
    })
  }
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
