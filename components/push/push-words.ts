/** What buttons say before they are pressed, which is what the server draws, and after. */
export const PUSH_WORDS = {
  vendors: ['Tell me of new incidents', 'Stop telling me of new incidents'],
  incident: ['Tell me when this is over', 'Stop waiting for the end'],
} as const
