import { listOf } from '#lib/domain/format.ts'
import { ASKED_AT_MINUTES } from '#lib/domain/statistics/track-record.ts'
import { Rule } from './method-rule.tsx'

/** The rules of what is said beyond what was posted: each statement with how sure it is, and with the papers that its rule is from. */
export function MethodChance() {
  return (
    <>
      <Forecasts />
      <Intervals />
    </>
  )
}

function Forecasts() {
  return (
    <Rule id="forecast" title="How long an open outage may go on">
      <p>
        We look at outages that had already gone on as long as this one has, and say within how much more time half of
        them were over, and 80% of them. We take the vendor’s newest outages that name one of its components, or, if it
        names none, that have its impact; if there are not enough, all of the vendor’s newest outages; and if these are
        not enough either, those of other vendors in its category. The sentence says which, and how many.
      </p>
      <p>
        We take at most the newest 100, and we say nothing if fewer than 10 of them have ended. Once the vendor says
        that it is monitoring a fix, we count only outages in which it said so too, and from that update on. Outages
        that are still open, or whose end is not known, count with the time for which they are known to have lasted.
      </p>
      <p>
        The bound is one of the past durations themselves, so it makes no assumption about their distribution: with n
        outages, it is the one of rank 0.8 × (n + 1), rounded up, which the next outage exceeds in at most 20 of 100
        cases if it is like those before (Wilks, 1941). Durations whose end is not known are weighed as Kaplan and Meier
        proposed (1958). We don’t give a mean, because a few long outages make it several times the median.
      </p>
      <p>
        We check the rule on the past: every outage is predicted from what was over or under way at that moment, at{' '}
        {listOf(ASKED_AT_MINUTES.map(String))} minutes after its start (Tashman, 2000, calls this a rolling origin).
        Components, impacts and times are taken as they were posted last, because we do not know all of them as they
        stood at each moment, and an outage that was posted only when it was over is predicted all the same. A vendor
        that changes its habits breaks the promise until enough new outages are known. If the bound held for fewer than
        75% of a vendor’s 300 cases or more, we widen it until it would have held for 80%, and say so. The{' '}
        <a href="/methodology/track-record" className="linked">
          track record
        </a>{' '}
        has the cases of each vendor.
      </p>
    </Rule>
  )
}

function Intervals() {
  return (
    <Rule id="chance" title="What chance allows to be said">
      <p>
        Outages come in bunches: on the vendors that we tested, the monthly counts vary 1.6 to 7.2 times as much as
        independent events would. A <b>rate</b> therefore has a 90% interval that is as wide as the known months of the
        history itself vary (quasi-Poisson; Wedderburn, 1974, and Ver Hoef and Boveng, 2007), with Student’s t for the
        number of months. Each month counts by the part of it that is known; parts under half a month are added to the
        next. There is no interval for fewer than six months. We chose this over the negative binomial by a test on real
        histories, where it told the spread of months that it had not seen a little better.
      </p>
      <p>
        <b>Two vendors</b> are told apart only if the interval of the ratio of their rates, in the time that is known
        for both, excludes that they are the same. Of more than two, the one with the most or the fewest is picked out
        by the same figures, so every pair counts, and all verdicts together hold with 90% (Bonferroni). “Cannot be told
        apart” does not mean that they are the same.
      </p>
      <p>
        <b>A quarter and the one before it</b> have too few months to tell how much they vary. A report takes that from
        the two years up to the end of the quarter, and compares the two only if nearly all of both is known and the
        vendor did not change how it reports. All verdicts of a report together hold with 90%.
      </p>
      <p>
        A <b>trend</b> compares the last twelve whole months with the twelve before. It is named only if chance alone
        gives such a difference once in 40 cases or less often, if nearly all of both years is known, and if the vendor
        did not change how it reports. On 2,000 permutations of the months of each history that we tested, fewer than 5%
        raised a false alarm. If there is no trend to tell, we say with which probability a doubling would have been
        noticed.
      </p>
      <p>
        <b>Reporting changed</b> when postings come from another source; when a word for the impact appears that was
        never used in at least 20 postings and makes up a quarter of the next 20; or when 20 postings name as many new
        components, six or more, as all before them. New words and components within the next 40 postings belong to the
        same change, since a vendor may take some weeks for it. The charts mark the month.
      </p>
      <p>
        <b>At most so much uptime</b>: the part of the known time in which no outage was open, rounded up. Postings can
        only show that a service was down, so this is an upper bound and not a measurement. We leave it out for fewer
        than 60 known days, and if nothing was posted.
      </p>
    </Rule>
  )
}
