import { parentPort } from 'node:worker_threads'
import { ParseError } from '#lib/domain/errors.ts'
import { doParseTask } from './parse-tasks.ts'
import type { ParseAnswer, ParseRequest } from './parser.ts'

// What runs in the parser's thread: one question after the other, each with one answer.
parentPort?.on('message', (request: ParseRequest) => parentPort?.postMessage(answer(request)))

function answer({ task, platform, document }: ParseRequest): ParseAnswer {
  try {
    return { result: doParseTask(task, platform, document) }
  } catch (error) {
    const { message, stack } = error as Error
    return { failure: { message, stack, isParseError: error instanceof ParseError } }
  }
}
