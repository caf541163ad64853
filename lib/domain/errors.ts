/** Base of every error that the product raises on purpose: a code for programs, a sentence for a tired operator. */
export class OutageHistoryError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** A document that could not be read as its platform's format. Nothing of it is stored but the document itself. */
export class ParseError extends OutageHistoryError {
  /** Where in the document: a line ("line 12") or a path ("incidents[3].created_at"); null when the whole is meant. */
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

/** What the caller sent cannot be accepted; `field` names the parameter or property. */
export class InvalidInputError extends OutageHistoryError {
  readonly field: string | null

  constructor(message: string, field: string | null = null) {
    super('invalid_input', message)
    this.field = field
  }
}

/** What the caller asked for is already so, or would clash with what is there. */
export class ConflictError extends OutageHistoryError {
  constructor(message: string) {
    super('conflict', message)
  }
}

/** Nobody, or nobody known, asks for something that wants an admin. */
export class UnauthorizedError extends OutageHistoryError {
  constructor(message = 'Sign in, or send a token as "Authorization: Bearer …".') {
    super('unauthorized', message)
  }
}

/** Somebody known asks for something that their role does not allow. */
export class ForbiddenError extends OutageHistoryError {
  constructor(message = 'This needs the role admin.') {
    super('forbidden', message)
  }
}

/** More bytes than are accepted. */
export class TooLargeError extends OutageHistoryError {
  constructor(message: string) {
    super('too_large', message)
  }
}
