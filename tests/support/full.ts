/** Whether everything is asked, as by `npm run test:full`: whole products in place of the pairs in them. */
export const isFull = process.env.TEST_FULL === '1'
