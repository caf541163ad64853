import type { ReactNode } from 'react'
import { PageTitle } from '#components/ui/page-title.tsx'
import { Section } from '#components/ui/section.tsx'
import type { RestatementView } from '#lib/queries/schemas.ts'
import { MethodExample } from './method-example.tsx'
import { MethodVersions } from './method-versions.tsx'

/** Defines every number. Every figure of the site links to these anchors, so they must not change. */
export function MethodPage({ restatements }: { restatements: RestatementView[] }) {
  return (
    <>
      <PageTitle>What every number means</PageTitle>
      <p className="mt-5.5 max-w-[31em] text-[1.25rem] text-soft leading-[1.42] md:text-lede">
        We keep what vendors post about themselves, and count it by the rules below. A figure that cannot be known is
        left away, never guessed.
      </p>
      <Rule id="span" title="Start and end">
        <p>
          An incident lasts from its start to its end, in UTC, as exactly as the source says. It starts at the earliest
          time that the source gives for it: its stated start, or its first update. Vendors date incidents back; the
          earlier time is the one we take.
        </p>
        <p>
          Clocks run ahead, too. A start up to five minutes after the reading that first had it is the time of that
          reading. One that lies further ahead is not understood, unless it belongs to a plan or a notice. Where clocks
          show an hour twice, at the end of summer time, the first is meant, unless only the second comes after what
          comes before it; a time that clocks leave out lies as much later as they are put on.
        </p>
        <p>
          It ends when the source says it ended, or else at the first of its last unbroken series of “resolved” updates.
          A postmortem weeks later does not move the end. An update after the end that says people are at work again
          reopens it.
        </p>
        <p>
          Maintenance starts when the vendor says it is in progress, or else as scheduled: announcing it does not start
          it. It ends with “completed”, or else with the end of its schedule.
        </p>
        <p>
          While an incident is open it counts up to now, and says “so far”. Once its source is no longer read, it counts
          up to the last reading, and says “at least”: what happened since is not known. An end that is known counts in
          full.
        </p>
        <p>
          Some sources call an incident over without saying when. It then ends at its last update, the last time it was
          seen open, and its duration is a minimum. A maintenance that has not begun counts in nothing; one of which
          only the planned start is known has no duration.
        </p>
      </Rule>
      <Rule id="basis" title="How far to trust a duration">
        <p>Beside every duration stands what it rests on:</p>
        <dl>
          <Term term="reported">A start and an end that lie apart, or several updates between them.</Term>
          <Term term="not reported">
            One posting, and it says that all is over: the minute of typing says nothing of the length. It counts as an
            incident and adds no downtime.
          </Term>
          <Term term="so far">Not ended. In totals up to now, in no median.</Term>
          <Term term="at least">
            Nothing says when it ended: it was open when its source was last read, or it was called over and its last
            update is all we have, or it was open until it vanished from the vendor’s list, and counts up to the last
            reading that had it. In totals up to then, in no median. Downtime that rests on one says “at least” too.
          </Term>
          <Term term="has not begun">
            Maintenance that is planned. It counts in nothing until it begins, and never if the vendor withdraws it
            before that.
          </Term>
          <Term term="not understood">
            The words for its state or its times are unknown to us. It is kept as a notice, counts in nothing, and is an
            outage again once it is understood.
          </Term>
          <Term term="no time given">
            Listed without any time. Its neighbours in the list say between which days it lies. It counts in a window
            that holds both bounds, and whenever everything is counted. Maintenance that is under way is taken to have
            begun with the first reading that had it.
          </Term>
          <Term term="corrected">
            An admin has corrected it. Who, when and why stands on its page, and so does what was said.
          </Term>
          <Term term="impossible times">
            By the source’s own times it ended before it began. It counts, without a duration.
          </Term>
        </dl>
        <p>
          Texts sometimes name a window of their own (“between 21:38 and 22:13 UTC”). We show it beside the duration
          with its length. It enters no total, unless an admin takes it up as a correction.
        </p>
      </Rule>
      <Rule id="mitigate" title="Time to mitigate">
        <p>
          From the start to the first “monitoring” after it: the moment at which the vendor says a fix is in place and
          is being watched. It stands beside the duration and does not shorten it.
        </p>
      </Rule>
      <Rule id="impact" title="Impact">
        <p>
          None, minor, major or critical, as the vendor rates it. Many give no rating; we make none up. Where a worst
          has to be chosen, an incident without a rating ranks above minor and below major, so that “minor or more”
          includes it. “Major or more” cannot judge it: it is left out, the page says how many were, and vendors who
          give no rating are not weighed against others by it.
        </p>
      </Rule>
      <Rule id="window" title="Window">
        <p>
          A page is about a window of time: 24 months unless you choose another. It reaches back from now to the same
          day and hour, so it touches 25 calendar months, the first and the last in part. An incident is in the window
          when it started in it; the same set is counted, listed, charted and exported. One that began earlier and ran
          into the window adds the part inside, and is named apart.
        </p>
        <p>
          “Per month” divides by the months of the window that we know, a month being 30.436875 days, and by one at
          least. Ten outages in five known months are two a month, even in a window of twenty-four.
        </p>
        <p>
          <code>asOf</code> in an address moves everything to a moment of the past: window, state, open incidents,
          lists. It uses what is known today.
        </p>
      </Rule>
      <Rule id="coverage" title="Coverage">
        <p>
          Knowing of no incident is not the same as knowing that there was none. For each source we keep the time for
          which its history is known, and whether it listed everything then. A list of the newest fifty is complete back
          to its oldest entry and no further; a source that cannot be read is known up to its last good reading.
        </p>
        <p>
          Time without coverage is hatched and has no figures. A month that is not covered at all shows “no data”, never
          zero. Where a source claims more incidents than it lists, we say so.
        </p>
      </Rule>
      <Rule id="totals" title="Totals">
        <p>
          Counts and totals are about outages, unless you ask for maintenance or notices. What a vendor has withdrawn
          stays in: it happened. We call an incident withdrawn when a list of everything, its own address, or two
          readings of a list of the newest that goes back further, no longer have it. What an admin has corrected to
          “not an outage” is out, and visibly so.
        </p>
        <p>
          <b>Downtime</b> is the time in which at least one incident was open, cut to the window. Where two overlap, the
          time counts once; where that makes a difference, the plain sum is shown as well.
        </p>
        <p>
          <b>Median</b> and <b>90th percentile</b> are taken over the finished incidents of the window with a known
          duration, each in full length. With fewer than five there is none. There is no average: one long incident
          would decide it.
        </p>
        <p>
          <b>Time without a posted incident</b> is rounded down, and shown only where 95 percent of the window is known.
          We do not call it uptime: we see what is posted, not what fails.
        </p>
      </Rule>
      <Rule id="months" title="Months">
        <p>
          Months are those of the calendar in UTC. An incident counts in the month in which it started; its downtime
          falls into each month that it touches. So the months add up to the window.
        </p>
      </Rule>
      <Rule id="state" title="State now">
        <dl>
          <Term term="Down">An outage of major or critical impact is open.</Term>
          <Term term="Degraded">Any other outage is open.</Term>
          <Term term="Maintenance">Maintenance is under way.</Term>
          <Term term="Up">Nothing is open.</Term>
          <Term term="Unknown">
            The source was not read for three of its intervals, or what it posted last was not understood. Silence is
            not good news, and an outage that was open weeks ago need not be.
          </Term>
        </dl>
        <p>
          Each of the others is said only while the source is read: within three of its usual intervals. After that the
          page says what the last reading showed, and when that was.
        </p>
        <p>
          Many status pages show an overall word of their own, such as “none” or “minor”. It is set by hand or by rules
          that are not published, so it decides nothing here, and is never an outage. It is read with every poll. Where
          it, or the state of a component, says otherwise than what is posted, it stands beside the state.
        </p>
      </Rule>
      <Rule id="sources" title="Sources">
        <p>
          Every incident comes from a document that a vendor’s own status page served. The documents are kept, each
          under its sha256, so that every figure can be computed again from what was said. When a vendor changes a text
          or a time, both versions are kept; when it removes an update, the update stays and is marked.
        </p>
        <p>
          Where a vendor has several sources, one is primary. What another one lists for a time that the primary covers
          is shown, and not counted a second time; but where the end of an outage is not known otherwise, that of its
          duplicate there counts. When a vendor moves its page to another address or platform, the history goes on
          there: what the new page shows again counts once, as it has it, and what it does not show counts on. Old
          permalinks lead to the new ones.
        </p>
        <p>
          The sample archive that comes with this software holds facts of some vendors with short texts of our own. It
          is marked, and gives way as soon as the vendor’s own page has been read.
        </p>
      </Rule>
      <Rule id="example" title="An example">
        <p>
          Six incidents of a vendor that does not exist, in a window of two known months. The figures are computed as
          you read, by what computes every page.
        </p>
        <MethodExample />
      </Rule>
      <Rule id="version" title="Version">
        <MethodVersions restatements={restatements} />
      </Rule>
    </>
  )
}

function Rule({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <Section id={id} title={title}>
      <div className="prose-rule max-w-[68ch]">{children}</div>
    </Section>
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
