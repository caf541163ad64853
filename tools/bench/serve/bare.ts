import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tellParent } from './tell-parent.ts'

// The minimum for node:http: the bytes of one file with the headers that they need, or those given, or 304 to whoever has them.
const body = readFileSync(process.argv[2] ?? '')
const needed = ['Content-Type', process.argv[3] ?? '', 'Content-Encoding', 'br', 'Content-Length', String(body.length)]
const headers: string[] = process.argv[4] === undefined ? needed : JSON.parse(process.argv[4])

const server = createServer((request, response) => {
  const tag = request.headers['if-none-match']
  if (tag !== undefined) {
    response.writeHead(304, ['ETag', tag])
    response.end()
    return
  }
  response.writeHead(200, headers)
  response.end(body)
})
server.listen(0, '127.0.0.1', () => tellParent(server))
