/** As times are written: digits, and the letters of a date. Long enough to be one, too short to hold anything else. */
const TIME = String.raw`[\w:.,+ -]{8,40}`

/** `page.updated_at` of a body of the Statuspage API that begins with its page, as all do. */
export const PAGE_STAMP = new RegExp(String.raw`^\s*\{\s*"page"\s*:\s*\{[^{}]*?"updated_at"\s*:\s*"(${TIME})"`, 'd')

/** The channel's `lastBuildDate`, or an Atom feed's own `updated`, before the first entry. */
export const FEED_STAMP = new RegExp(
  String.raw`^(?:[^<]|<(?!!|item\b|entry\b|lastBuildDate\b|updated\b))*<(?:lastBuildDate|updated)>(${TIME})</`,
  'd',
)
