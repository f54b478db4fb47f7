import { findingsOf } from '@/lib/domain/findings'
import type { Report } from '@/lib/domain/report'
import { FEATURES } from '@/lib/features/registry'
import { withHeadline } from './agreement'
import { inOrder, Notes } from './notes'
import { type ScoresHalf, scoresHalf } from './scores-half'
import { type TrustHalf, trustHalf } from './trust-half'

/** The numbers of a report: what depends on the snapshot and the question alone. */
export type Computed = Omit<
  Report,
  'audit' | 'revision' | 'behind' | 'withdrawn' | 'blinding' | 'plan' | 'analysis' | 'selection'
>

/**
 * The two halves of a report, about as long as each other: up to some seconds of pure arithmetic. The server calls them at
 * the same time, in processes of their own (`computeElsewhere`). Both throw PlumblineError('invalid') for a name that the
 * audit does not have.
 */
export const HALVES = { scores: scoresHalf, trust: trustHalf }
export type Half = keyof typeof HALVES

/** The numbers of a report, out of its halves. */
export function joined(
  { n: rated, ...scores }: ScoresHalf,
  { agreement: ofRaters, one_sided, ...trust }: TrustHalf,
): Computed {
  const { headline, contrast } = scores
  const further = new Notes()
  const agreement = ofRaters && withHeadline(ofRaters, headline, rated.outputs, contrast, further)
  const notes = inOrder([...scores.notes, ...trust.notes, ...further.list()])
  const found = { ...scores, ...trust, agreement, n: { ...rated, ...one_sided }, notes }
  return { ...found, findings: findingsOf(found, featureLabel) }
}

function featureLabel(key: string): string {
  return FEATURES.find((feature) => feature.key === key)?.label ?? key
}
