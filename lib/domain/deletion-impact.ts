/** The rows that a deletion deletes or a merge moves, counted. */
export interface DeletionImpact {
  sources: number
  incidents: number
  updates: number
  corrections: number
  documents: number
  runs: number
  /** Public ids that no longer resolve after a deletion, including former ones. */
  permalinks: number
}
