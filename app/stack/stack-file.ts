import { answerWithFeed, FEEDS, type FeedForm } from '#app/feed.ts'
import { knownParameters } from '#app/known-parameters.ts'
import { InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { getEnv } from '#lib/env.ts'
import { listChosenVendors } from '#lib/queries/chosen-vendors.ts'
import { type Scope, scopeOf } from '#lib/queries/scope.ts'
import { titleOf } from '#lib/text/filter-words.ts'
import { filterToQuery, HISTORY_PARAMETERS, parseHistoryFilter } from '#lib/url/filter.ts'
import { choicePath } from '#lib/url/path.ts'
import { MAX_STACKED, parseVendorChoice } from '#lib/url/vendor-choice.ts'
import { handleApi } from '#lib/web/failure/problem.ts'

/** The content of a file about several vendors: the same filter and list as the page. */
export interface StackFile {
  scope: Scope
  slugs: string[]
  /** "Courier, WorkOS" */
  names: string
  /** "Courier, WorkOS outage history", with the active filters. */
  title: string
  /** The addresses of the page with the same choice and filter, and of the file. */
  pageUrl: string
  fileUrl: string
}

/**
 * A route handler for a file called `file` below the path of stacks. Unknown vendors are left out, so that a subscription
 * outlives a deleted vendor; when none is left, it answers 404.
 */
export function ofStack(file: string, answer: (of: StackFile) => Promise<Response>) {
  return handleApi(async (request: Request) => {
    const params = knownParameters(request, ['vendors', ...HISTORY_PARAMETERS])
    const now = new Date()
    const asked = parseVendorChoice(params.getAll('vendors'), MAX_STACKED)
    if (asked.length === 0) throw new InvalidInputError('vendors must name at least one: ?vendors=a,b.', 'vendors')
    const filter = parseHistoryFilter(params, now)
    const { vendors, unknown } = await listChosenVendors(asked)
    if (vendors.length === 0) throw new NotFoundError(`There is no vendor "${unknown.join('", "')}".`)
    const slugs = vendors.map(({ slug }) => slug)
    const query = filterToQuery(filter)
    const base = getEnv().PUBLIC_URL
    const names = vendors.map(({ name }) => name).join(', ')
    const ids = vendors.map(({ id }) => id)
    const scope = await scopeOf(ids, filter, now)
    return answer({
      scope,
      slugs,
      names,
      title: titleOf(names, filter, scope.window.label),
      pageUrl: base + choicePath('/stack', slugs, query),
      fileUrl: base + choicePath(`/stack/${file}`, slugs, query),
    })
  })
}

/** A route handler for a stack's feed. */
export function stackFeed(form: FeedForm) {
  return ofStack(FEEDS[form].file, ({ scope, names, title, pageUrl, fileUrl }) =>
    answerWithFeed(form, scope, {
      title,
      description: `What ${names} posted on their status pages, one entry per incident.`,
      pageUrl,
      feedUrl: fileUrl,
    }),
  )
}
