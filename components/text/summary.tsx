import { NoteButton } from '#components/ui/note.tsx'
import { formatDuration } from '#lib/domain/format.ts'
import type { Kind } from '#lib/domain/incident.ts'
import type { HistoryView } from '#lib/queries/schemas.ts'
import { leftOutSentence, type Sentence, unclearSentence } from '#lib/text/headline.ts'
import { majorSentence } from '#lib/text/severity-words.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { type FigureKey, noteId } from './figure-rules.ts'

/**
 * The sentence that answers. Lines break greedily, so none changes while the rest streams in. Figures are emphasised, and open
 * their explanation where `figures` names their rule.
 */
export function Summary({ sentence, figures = [] }: { sentence: Sentence; figures?: FigureKey[] }) {
  let seen = 0
  return (
    <p className="max-w-[31em] text-[1.25rem] text-soft leading-[1.42] tracking-[-0.014em] tabular-nums md:text-lede">
      {sentence.parts.map(({ text, strong }) => {
        if (!strong) return text
        const key = figures[seen]
        seen += 1
        return (
          <b key={text} className="whitespace-nowrap font-[620] text-ink">
            {key === undefined ? text : <NoteButton id={noteId(key)}>{text}</NoteButton>}
          </b>
        )
      })}
    </p>
  )
}

/** How much of the downtime was rated major or worse; `href` narrows the page to that. */
export function MajorShare({
  history,
  filter,
  href,
}: {
  history: HistoryView
  filter: Pick<HistoryFilter, 'kind' | 'impact'>
  href: string
}) {
  const sentence = majorSentence(history, filter)
  if (sentence === null) return null
  return (
    <p className="mt-3 max-w-[68ch] text-soft tabular-nums">
      {history.severity.majorDowntimeSeconds === 0 ? (
        sentence
      ) : (
        <a href={href} className="linked">
          {sentence}
        </a>
      )}
    </p>
  )
}

/** What an impact filter could not judge, and what was not understood, beside the sentence whose figures omit these. */
export function LeftOut({
  history,
  kind,
}: {
  history: Pick<HistoryView, 'unknownImpactCount' | 'unclearCount'>
  kind: Kind | 'all'
}) {
  const sentences = [leftOutSentence(history.unknownImpactCount, kind), unclearSentence(history.unclearCount)]
  const text = sentences.filter((sentence) => sentence !== null).join(' ')
  return text !== '' && <p className="mt-3 max-w-[68ch] text-soft">{text}</p>
}

/** The rules of the figures in a window's sentence, in the sentence's order; unknown figures are left out, as there. */
export function figuresOf(sentence: Sentence, downtimeSeconds: number): FigureKey[] {
  const strong = sentence.parts.filter((part) => part.strong)
  return strong.map(({ text }, index) =>
    index === 0 ? 'count' : text === formatDuration(downtimeSeconds) ? 'downtime' : 'rate',
  )
}
