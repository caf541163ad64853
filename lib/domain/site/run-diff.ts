/** The most changes that are stored with a run: longer lists are cut, the counts are complete. */
export const MAX_CHANGES = 500
