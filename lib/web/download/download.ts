/** A file of any length, which is not made before somebody has a turn for it. */
export interface Download {
  /** Rows of the database that it is made from: what it costs. */
  rows: number
  /** Its Content-Type. */
  type: string
  /**
   * Makes the file, from its beginning to its end, a piece at a time: the next one once `take` has resolved. When `take`
   * rejects, nobody wants the file any more, and neither does this.
   */
  write(take: (text: string) => Promise<void>): Promise<void>
}
