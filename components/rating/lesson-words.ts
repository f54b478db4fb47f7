import type { BlindCriterion, Feedback } from '@/lib/domain/blind'
import { formatNumber } from '@/lib/domain/format'
import type { Lesson } from './state'

/** A rater's own score of a practice item beside the known one. */
export type Compared = Feedback & { criterion: BlindCriterion; own: number; isWithin: boolean }

export function compared(
  { item, scores }: Pick<Lesson, 'item' | 'scores'>,
  feedback: readonly Feedback[],
): Compared[] {
  return feedback.flatMap((known) => {
    const criterion = item.criteria.find(({ key }) => key === known.key)
    const own = scores[known.key]
    if (!criterion || own === undefined) return []
    // As the server compares: a tolerance in decimals is not exact in binary.
    return { ...known, criterion, own, isWithin: Math.abs(own - known.score) <= known.tolerance + 1e-9 }
  })
}

export const scoreText = (score: number): string => formatNumber(score, Number.isInteger(score) ? 0 : 2)

/** What a screen reader is told of the known answers. */
export function lessonWords(lesson: Lesson, feedback: readonly Feedback[]): string {
  const parts = compared(lesson, feedback).map(
    ({ criterion, own, score, isWithin }) =>
      `${criterion.name}: you gave ${scoreText(own)}, the known answer is ${scoreText(score)}, ${isWithin ? 'close enough' : 'too far from it'}.`,
  )
  return [...parts, 'Read the feedback, then go on.'].join(' ')
}
