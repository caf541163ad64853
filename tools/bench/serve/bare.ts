import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tellParent } from './tell-parent.ts'

// The minimum for node:http: the bytes of one file with the headers that they need.
const body = readFileSync(process.argv[2] ?? '')
const headers = [
  'Content-Type',
  'text/html; charset=utf-8',
  'Content-Encoding',
  'br',
  'Content-Length',
  String(body.length),
]

const server = createServer((_request, response) => {
  response.writeHead(200, headers)
  response.end(body)
})
server.listen(0, '127.0.0.1', () => tellParent(server))
