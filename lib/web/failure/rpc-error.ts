/** An error of JSON-RPC 2.0 (https://www.jsonrpc.org/specification) for a request whose id is not known. */
export function rpcErrorJson(code: number, message: string): string {
  return JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null })
}

export function rpcError(
  status: number,
  code: number,
  message: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(rpcErrorJson(code, message), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  })
}
