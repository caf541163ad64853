/** Whether everything is tested, as by `npm run test:full`: full products instead of pairs. */
export const isFull = process.env.TEST_FULL === '1'
