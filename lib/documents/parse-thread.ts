import { parentPort } from 'node:worker_threads'
import { ParseError } from '#lib/domain/errors.ts'
import { doParseTask } from './parse-tasks.ts'
import type { ParseAnswer, ParseRequest } from './parser.ts'

// Runs in the parser's thread: one request at a time, one answer each.
parentPort?.on('message', (request: ParseRequest) => parentPort?.postMessage(answer(request)))

function answer({ task, platform, document }: ParseRequest): ParseAnswer {
  try {
    return { result: doParseTask(task, platform, document) }
  } catch (error) {
    const { message, stack } = error as Error
    return { failure: { message, stack, isParseError: error instanceof ParseError } }
  }
}
