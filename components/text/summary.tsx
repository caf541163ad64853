import { NoteButton } from '#components/ui/note.tsx'
import { formatDuration } from '#lib/domain/format.ts'
import type { Kind } from '#lib/domain/incident.ts'
import type { HistoryView } from '#lib/queries/schemas.ts'
import { leftOutSentence, type Sentence, unclearSentence } from '#lib/text/headline.ts'
import { type FigureKey, noteId } from './figure-rules.ts'

/**
 * The sentence that answers. Its lines break plainly, so that none changes while the rest of it comes in; its figures stand
 * out, and explain themselves where `figures` names their rule.
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

/** What a filter by impact could not judge, and what was not understood, beside the sentence whose figures lack it. */
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

/** Which rules the figures of a window's sentence follow, in the order of the sentence, which leaves out what is not known. */
export function figuresOf(sentence: Sentence, downtimeSeconds: number): FigureKey[] {
  const strong = sentence.parts.filter((part) => part.strong)
  return strong.map(({ text }, index) =>
    index === 0 ? 'count' : text === formatDuration(downtimeSeconds) ? 'downtime' : 'rate',
  )
}
