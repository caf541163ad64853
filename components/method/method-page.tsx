import type { ReactNode } from 'react'
import { PageTitle } from '#components/ui/page-title.tsx'
import type { RestatementView } from '#lib/queries/schemas.ts'
import { MethodChance } from './method-chance.tsx'
import { MethodExample } from './method-example.tsx'
import { Rule } from './method-rule.tsx'
import { MethodVersions } from './method-versions.tsx'

/** Defines every number. Every figure of the site links to these anchors, so they must not change. */
export function MethodPage({ restatements }: { restatements: RestatementView[] }) {
  return (
    <>
      <PageTitle>What every number means</PageTitle>
      <p className="mt-5.5 max-w-[31em] text-[1.25rem] text-soft leading-[1.42] md:text-lede">
        We record what vendors post about themselves and count it by the rules below. If a figure cannot be known, we
        leave it out and never guess.
      </p>
      <Rule id="span" title="Start and end">
        <p>
          An incident lasts from its start to its end, in UTC, as precisely as the source gives them. It starts at the
          earliest time that the source gives: its stated start or its first update. Vendors sometimes backdate
          incidents; we use the earlier time.
        </p>
        <p>
          Some clocks run ahead. If a start is up to five minutes after the read that first showed it, we use the time
          of that read. We do not interpret a start further ahead, unless it belongs to planned maintenance or a notice.
          At the end of summer time, clocks show one hour twice: we take the first, unless only the second fits the
          order of the updates. A time that clocks skip in spring moves later by as much as they are put forward.
        </p>
        <p>
          An incident ends when the source says it ended, or else at the first update of its last unbroken series of
          “resolved” updates. A postmortem weeks later does not move the end. If an update after the end says that
          people are working on the incident again, it is open again.
        </p>
        <p>
          Maintenance starts when the vendor says it is in progress, or else at its scheduled start; an announcement
          does not start it. It ends with a “completed” update, or else at its scheduled end.
        </p>
        <p>
          An open incident counts up to now, and its duration says “so far”. If its source is no longer read, the
          incident counts up to the last read, and its duration says “at least”, because we do not know what happened
          since. A known end counts in full.
        </p>
        <p>
          Some sources say that an incident is over but not when it ended. It then ends at its last update, the last
          time it was seen open, and its duration is a minimum. Maintenance that has not started is not counted. If we
          know only its planned start, maintenance has no duration.
        </p>
      </Rule>
      <Rule id="basis" title="How far to trust a duration">
        <p>Every duration says what it is based on:</p>
        <dl>
          <Term term="reported">The source gives a start and a different end, or several updates between them.</Term>
          <Term term="not reported">
            The vendor posted once, and that post already says the incident is over. The time of the post does not tell
            how long the incident lasted. It counts as an incident but adds no downtime.
          </Term>
          <Term term="so far">The incident has not ended. Totals count it up to now; medians leave it out.</Term>
          <Term term="at least">
            Nothing says when the incident ended. It was open when its source was last read; or the vendor said it was
            over and its last update is all we have; or it was open until it disappeared from the vendor’s list, and
            counts up to the last read that showed it. Totals count it up to then; medians leave it out. Downtime that
            includes such an incident says “at least” too.
          </Term>
          <Term term="has not started">
            Planned maintenance. It is not counted until it starts, and never if the vendor withdraws it before that.
          </Term>
          <Term term="not understood">
            We could not interpret the words for the state or the times. We keep the post as a notice and do not count
            it. Once we can interpret it, it becomes an outage again.
          </Term>
          <Term term="no time given">
            The source lists the incident without a time. Its neighbours in the list show between which days it started.
            It counts in every window that contains both of those days, and in the window of everything. For maintenance
            under way, we take the first read that showed it as the start.
          </Term>
          <Term term="corrected">
            An admin corrected the incident. Its page says who, when and why, and what the source said.
          </Term>
          <Term term="impossible times">
            The source’s own times say that the incident ended before it started. It counts as an incident without a
            duration.
          </Term>
        </dl>
        <p>
          The vendor’s text sometimes states a window of its own (“between 21:38 and 22:13 UTC”). We show that window
          and its length beside the duration. It counts in no total unless an admin accepts it as a correction.
        </p>
      </Rule>
      <Rule id="mitigate" title="Time to mitigate">
        <p>
          The time from the start to the first “monitoring” update after it: the moment at which the vendor says that a
          fix is in place and is being monitored. We show this beside the duration; it does not shorten the duration.
        </p>
      </Rule>
      <Rule id="impact" title="Impact">
        <p>
          None, minor, major or critical, as the vendor rates the incident. Many vendors give no rating, and we do not
          invent one. When incidents are ranked, one without a rating comes above minor and below major, so “minor or
          worse” includes it. “Major or worse” leaves it out, and the page says how many were left out. We do not
          compare vendors by impact when one of them gives no rating.
        </p>
      </Rule>
      <Rule id="window" title="Window">
        <p>
          Every page covers a window of time: 24 months unless you choose another. The window reaches back from now to
          the same day and hour, so it includes parts of 25 calendar months. An incident is in the window if it started
          in the window; the page counts, lists, charts and exports the same set. An incident that started earlier and
          ran into the window adds only the part inside, and the page names it separately.
        </p>
        <p>
          “Per month” divides by the known months of the window, at least one; a month is 30.436875 days. Ten outages in
          five known months are two per month, even in a window of 24 months.
        </p>
        <p>
          <code>asOf</code> in an address shows everything as of a past moment: window, state, open incidents and lists.
          It uses what we know today.
        </p>
      </Rule>
      <Rule id="coverage" title="Coverage">
        <p>
          Knowing of no incident is not the same as knowing that there was none. For each source we record the time for
          which we know its history, and whether the source listed everything in that time. A list of the newest fifty
          incidents is complete back to its oldest entry and no further. If a source cannot be read, its history is
          known up to the last successful read.
        </p>
        <p>
          Charts hatch time without coverage, and that time has no figures. A month without any coverage shows “no
          data”, never zero. If a source claims more incidents than it lists, we say so.
        </p>
      </Rule>
      <Rule id="totals" title="Totals">
        <p>
          Counts and totals are about outages, unless you choose maintenance or notices. Incidents that a vendor has
          withdrawn still count, because they were posted. We call an incident withdrawn when it is missing from a
          complete list, from its own address, or from two reads of a list of the newest incidents that goes back
          further. If an admin corrected an incident to “not an outage”, it is marked as such and not counted.
        </p>
        <p>
          <b>Downtime</b> is the time in which at least one incident was open, limited to the window. Time in which
          incidents overlap counts once; if that makes a difference, we show the sum of durations as well.
        </p>
        <p>
          <b>Median</b> and <b>90th percentile</b> cover the finished incidents of the window with a known duration,
          each at its full length. We do not show a median for fewer than five incidents, nor a percentile for fewer
          than ten, of which it would be the longest. We do not show an average, because one long incident would
          dominate it.
        </p>
        <p>
          <b>Time without a posted incident</b> is rounded down and shown only if at least 95 percent of the window is
          known. We do not call this uptime: we see what is posted, not what fails.
        </p>
      </Rule>
      <Rule id="months" title="Months">
        <p>
          Months are calendar months in UTC. An incident counts in the month in which it started; its downtime counts in
          every month in which it was open. The months therefore add up to the window.
        </p>
      </Rule>
      <Rule id="candour" title="How it was reported">
        <p>
          Seven figures describe how a vendor reports its outages. They count the same outages as the other figures of
          the page, and none of them is a grade. All but the longest silence say how many they count. A share or a
          median of fewer than five says that not enough is known.
        </p>
        <p>
          An outage counts as <b>first posted when over</b> if its first update already says so, or came after its end.
          The <b>time between updates</b> and the <b>longest silence</b> look at the time in which an outage was open,
          from its first update on; the silence reaches up to the end. The <b>stated start</b> is compared with the
          first update only if it lies a minute or more before it, since many platforms fill it in by themselves.
        </p>
        <p>
          <b>Edited</b> updates are those whose text or time changed after we had read them; edits before our first read
          leave no trace, so only updates whose source we have read again count. The same goes for withdrawn outages. If
          the <b>text states</b> when an outage began and ended, we compare that with the times posted; within five
          minutes they count as the same.
        </p>
      </Rule>
      <MethodChance />
      <Rule id="state" title="State now">
        <dl>
          <Term term="Down">An outage with major or critical impact is open.</Term>
          <Term term="Degraded">Any other outage is open.</Term>
          <Term term="Maintenance">Maintenance is under way.</Term>
          <Term term="Up">Nothing is open.</Term>
          <Term term="Unknown">
            The source has not been read for three of its poll intervals, or we could not interpret its latest post.
            Silence is not good news, and an outage that was open weeks ago may be over.
          </Term>
        </dl>
        <p>
          The page shows one of the other states only while the source is being read, that is, within three of its usual
          poll intervals. After that the page says what the last read showed, and when that was.
        </p>
        <p>
          Many status pages show an overall indicator of their own, such as “none” or “minor”. Vendors set it by hand or
          by rules that they do not publish, so this indicator decides nothing here and is never counted as an outage.
          We read it with every poll. If the indicator or the state of a component contradicts the posted incidents, we
          show it beside the state.
        </p>
      </Rule>
      <Rule id="sources" title="Sources">
        <p>
          Every incident comes from a document that a vendor’s own status page served. We keep the documents, each under
          its sha256, so that every figure can be computed again from what the vendor posted. When a vendor changes a
          text or a time, we keep both versions. When a vendor removes an update, we keep it and mark it as withdrawn.
        </p>
        <p>
          If a vendor has several sources, one of them is primary. Incidents that another source lists for a time that
          the primary source covers are shown but not counted a second time. If only such a duplicate gives the end of
          an outage, that end counts. When a vendor moves its page to another address or platform, its history continues
          there. Incidents that the new page lists again count once, as the new page lists them; incidents that it does
          not list still count. Old permalinks redirect to the new ones.
        </p>
        <p>
          The sample archive that comes with this software contains facts about some vendors, with short texts that we
          wrote. The sample is marked, and it is replaced once the vendor’s own page is read.
        </p>
      </Rule>
      <Rule id="example" title="An example">
        <p>
          Six incidents of a fictional vendor in a window of two known months. The code that computes every page
          computes these figures too.
        </p>
        <MethodExample />
      </Rule>
      <Rule id="version" title="Version">
        <MethodVersions restatements={restatements} />
      </Rule>
    </>
  )
}

function Term({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="font-[580]">{term}</dt>
      <dd className="text-soft">{children}</dd>
    </div>
  )
}
