/** Base class of every deliberate error: a code for programs, a sentence for the operator. */
export class OutageHistoryError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** A document is not in its platform's format. Only the document itself is stored. */
export class ParseError extends OutageHistoryError {
  /** Where in the document: a line ("line 12") or a path ("incidents[3].created_at"); null for the whole document. */
  readonly path: string | null

  constructor(message: string, path: string | null = null, options?: ErrorOptions) {
    super('unreadable_document', path === null ? message : `${path}: ${message}`, options)
    this.path = path
  }
}

/** What the caller asked for does not exist. */
export class NotFoundError extends OutageHistoryError {
  constructor(message: string) {
    super('not_found', message)
  }
}

/** Invalid input; `field` names the parameter or property. */
export class InvalidInputError extends OutageHistoryError {
  readonly field: string | null

  constructor(message: string, field: string | null = null) {
    super('invalid_input', message)
    this.field = field
  }
}

/** The request conflicts with the current state, or has already been fulfilled. */
export class ConflictError extends OutageHistoryError {
  constructor(message: string) {
    super('conflict', message)
  }
}

/** The request has no valid credentials. */
export class UnauthorizedError extends OutageHistoryError {
  constructor(message = 'Sign in, or send a token as "Authorization: Bearer …".') {
    super('unauthorized', message)
  }
}

/** The user's role or the token's scope does not allow the request. */
export class ForbiddenError extends OutageHistoryError {
  constructor(message = 'This requires the role admin.') {
    super('forbidden', message)
  }
}

/** The input is too large. */
export class TooLargeError extends OutageHistoryError {
  constructor(message: string) {
    super('too_large', message)
  }
}
