import { answerWithFeed, FEED_PARAMETERS, FEEDS, type FeedForm } from '#app/feed.ts'
import { knownParameters } from '#app/known-parameters.ts'
import { getEnv } from '#lib/env.ts'
import { listChosenVendors } from '#lib/queries/chosen-vendors.ts'
import { subscriberScope } from '#lib/queries/incident/subscriber-scope.ts'
import { type Scope, scopeOf } from '#lib/queries/scope.ts'
import { titleOf } from '#lib/text/filter-words.ts'
import { filterToQuery, HISTORY_PARAMETERS, parseHistoryFilter } from '#lib/url/filter.ts'
import { choicePath } from '#lib/url/path.ts'
import { handleApi } from '#lib/web/failure/problem.ts'
import { parseAskedVendors, requireAny } from './asked-vendors.ts'

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
  /** As asked for. */
  params: URLSearchParams
}

interface StackFileOptions {
  /** Those that it has besides `vendors`. */
  parameters?: readonly string[]
  /** See `subscriberScope`. */
  forSubscribers?: boolean
}

/**
 * A route handler for a file called `file` below the path of stacks. Unknown vendors are left out, so that a subscription
 * outlives a deleted vendor; when none is left, it answers 404.
 */
export function ofStack(
  file: string,
  answer: (of: StackFile) => Promise<Response>,
  { parameters = HISTORY_PARAMETERS, forSubscribers = false }: StackFileOptions = {},
) {
  return handleApi(async (request: Request) => {
    const params = knownParameters(request, ['vendors', ...parameters])
    const now = new Date()
    const asked = parseAskedVendors(params)
    const filter = parseHistoryFilter(params, now)
    const chosen = await listChosenVendors(asked)
    requireAny(chosen)
    const { vendors } = chosen
    const slugs = vendors.map(({ slug }) => slug)
    const query = filterToQuery(filter)
    const base = getEnv().PUBLIC_URL
    const names = vendors.map(({ name }) => name).join(', ')
    const ids = vendors.map(({ id }) => id)
    const scope = await (forSubscribers ? subscriberScope : scopeOf)(ids, filter, now)
    return answer({
      params,
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
  return ofStack(
    FEEDS[form].file,
    ({ scope, names, title, pageUrl, fileUrl, params }) => {
      const description = `What ${names} posted on their status pages, one entry per incident.`
      return answerWithFeed(form, scope, { title, description, pageUrl, feedUrl: fileUrl }, params.get('archive'))
    },
    { parameters: FEED_PARAMETERS },
  )
}
