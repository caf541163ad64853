/** Whether everything is tested, as by `npm run test:full`: whole products instead of pairs. */
export const isFull = process.env.TEST_FULL === '1'
