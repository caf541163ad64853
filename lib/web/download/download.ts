/** A file of any length, which is written only when a slot is free. */
export interface Download {
  /** The number of database rows that it needs, which is its cost. */
  rows: number
  /** Its Content-Type. */
  type: string
  /** The name under which a browser saves it; without one, the last part of its address. */
  name?: string | undefined
  /**
   * Writes the file from beginning to end, one piece at a time: the next one after `take` has resolved. When `take`
   * rejects, nobody wants the file any more, and this rejects too.
   */
  write(take: (text: string) => Promise<void>): Promise<void>
}
