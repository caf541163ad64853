/** Plain words for the error codes of Node, OpenSSL, undici and zlib. */
const REASONS: Record<string, string> = {
  ENOTFOUND: 'its host name does not exist',
  EAI_AGAIN: 'its host name could not be resolved just now',
  ECONNREFUSED: 'the server refuses the connection',
  ECONNRESET: 'the server closed the connection too early',
  EPIPE: 'the server closed the connection too early',
  UND_ERR_SOCKET: 'the server closed the connection too early',
  EHOSTUNREACH: 'the server cannot be reached from here',
  ENETUNREACH: 'the server cannot be reached from here',
  ETIMEDOUT: 'the server does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the server did not accept the connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'the server did not start to answer in time',
  UND_ERR_BODY_TIMEOUT: 'the server stopped before the end of its response',
  UND_ERR_HEADERS_OVERFLOW: 'the header of its response is too long',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'its response has a different length than declared',
  UND_ERR_ABORTED: 'this site ended the request',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate has been revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is signed by an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it does not send the intermediate certificates that lead to a trusted authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS there',
  ERR_SSL_HTTP_REQUEST: 'it does not speak TLS there',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it offers only TLS versions that are too old',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'it offers no TLS version that we accept',
  Z_DATA_ERROR: 'its body is not encoded as its header says',
  Z_BUF_ERROR: 'its encoded body ends too early',
}

/** For codes not in the table, by their prefix. */
const FAMILIES: [RegExp, string][] = [
  [/^ERR_SSL|^EPROTO$/, 'a secure connection (TLS) could not be established'],
  [/CERT|SIGNATURE|ISSUER|^CRL_/, 'its certificate cannot be trusted'],
  [/^HPE_/, 'its response is not valid HTTP'],
  // Node's name for a brotli error is ERR__ERROR_FORMAT_ and what is wrong.
  [/^Z_|BROTLI|^ERR__/, 'its body is not encoded as its header says'],
  [/^E[A-Z]+$/, 'the network connection failed'],
]

/** Why a fetch failed, as the end of a sentence, without codes or a library's own words. */
export function reasonOf(code: string): string {
  return REASONS[code] ?? FAMILIES.find(([family]) => family.test(code))?.[1] ?? 'the request failed'
}
