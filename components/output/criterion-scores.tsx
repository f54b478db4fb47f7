import {
  formatDay,
  formatNumber,
  formatSeconds,
  formatSignedPoints,
  fromTo,
  withUnit,
} from '@/lib/domain/format'
import type { OutputDetail } from '@/lib/domain/outputs'
import { proxyName } from '@/lib/domain/sentences'
import { MarkKey } from '../charts/mark'
import { onScale, type ShownCriterion } from '../report/shown-criterion'
import { Table, Td, Th } from '../ui/table'
import { ScoreStrip, type StripScore } from './score-strip'

type Scores = OutputDetail['criteria'][number]
type Rationales = OutputDetail['rationales']

/** What machines, people and the verified label say of an output on one criterion. */
export function CriterionScores({
  scores,
  criterion,
  rationales,
}: {
  scores: Scores
  criterion: ShownCriterion
  rationales: Rationales
}) {
  const scale = onScale(criterion)
  // The author's own rating is what an audit is about: it stands first.
  const signals = scores.signals.toSorted((a, b) => Number(isAside(a)) - Number(isAside(b)))
  const nothing = scores.signals.length === 0 && scores.ratings.length === 0 && scores.verified === null
  return (
    <section aria-label={criterion.name} className="flex flex-col gap-3 border-t border-border pt-4">
      <h3 className="font-semibold">{criterion.name}</h3>
      {nothing ? (
        <p className="text-sm text-muted">No scores yet.</p>
      ) : (
        <>
          <p className="text-[13px] text-muted">
            On the scale of “{criterion.name}”, {fromTo(criterion.min, criterion.max)}; scores given on
            another scale are converted to it.
          </p>
          <ScoreStrip scores={stripOf(scores)} criterion={criterion} />
          <ul className="flex flex-col gap-1.5 text-sm">
            {signals.map((signal) => (
              <li key={`${signal.signal} ${signal.judge}`} className="flex flex-wrap items-center gap-x-2">
                <MarkKey kind="proxy" aside={isAside(signal)}>
                  {`${signalName(signal)}: ${scale(signal.unit)}`}
                </MarkKey>
                <span className="text-[13px] text-muted">
                  {signal.judge ? (WHOSE[signal.signal] ?? signal.signal) : ''}
                  {signal.samples > 1 ? `, mean of ${signal.samples} samples` : ''}
                  {scores.human_mean !== null && !signal.signal.startsWith('metric:')
                    ? `, inflation ${withUnit(formatSignedPoints(signal.unit - scores.human_mean), 'points')}`
                    : ''}
                </span>
              </li>
            ))}
            {scores.human_mean !== null && (
              <li>
                <MarkKey kind="goal">{`Mean of ${scores.human_n} human ${scores.human_n === 1 ? 'rating' : 'ratings'}: ${scale(scores.human_mean)}`}</MarkKey>
              </li>
            )}
            {scores.verified !== null && (
              <li>
                <MarkKey kind="verified">{`Verified: ${scale(scores.verified)}`}</MarkKey>
              </li>
            )}
          </ul>
          <Rationales rationales={rationales} />
          {scores.ratings.length > 0 && <Ratings scores={scores} criterion={criterion} />}
        </>
      )}
    </section>
  )
}

type Signal = Scores['signals'][number]

/** Whose rating of the output it is. */
const WHOSE: Record<string, string> = { self: 'own rating', family: 'same family', peer: 'other model' }

function isAside({ signal }: Signal): boolean {
  return signal === 'family' || signal === 'peer'
}

function signalName({ signal, judge }: Signal): string {
  return judge ?? proxyName({ signal, judge })
}

function Rationales({ rationales }: { rationales: Rationales }) {
  return rationales.map(({ judge, sample, text }) => (
    <details key={`${judge} ${sample}`} className="text-sm">
      <summary>Rationale of {judge ?? 'the signal'}</summary>
      <p className="mt-1 max-w-measure border-l-2 border-proxy pl-3 wrap-anywhere whitespace-pre-wrap">
        {text}
      </p>
    </details>
  ))
}

function Ratings({ scores, criterion }: { scores: Scores; criterion: ShownCriterion }) {
  return (
    <Table label={`Human ratings of ${criterion.name}`}>
      <thead>
        <tr>
          <Th>Rater</Th>
          <Th numeric>Score</Th>
          <Th numeric>Time</Th>
          <Th>Given</Th>
        </tr>
      </thead>
      <tbody>
        {scores.ratings.map((rating) => (
          <tr key={`${rating.rater} ${rating.rated_at} ${rating.purpose}`}>
            <Th scope="row" className="py-1.5 font-normal">
              <span className="whitespace-nowrap">{rating.rater}</span>
              {rating.group && <span className="block text-[13px] text-muted">{rating.group}</span>}
              {!rating.counted && (
                <span className="block text-[13px] text-muted">
                  not counted: {rating.set_aside ? 'set aside' : rating.purpose}
                </span>
              )}
            </Th>
            <Td numeric>{formatNumber(rating.score, Number.isInteger(rating.score) ? 0 : 2)}</Td>
            <Td numeric className="text-muted">
              {formatSeconds(rating.seconds)}
            </Td>
            <Td className="whitespace-nowrap text-muted">
              {formatDay(rating.rated_at)}
              {rating.source === 'import' && <span className="block text-[13px]">imported</span>}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function stripOf({ signals, ratings, human_mean: mean, verified }: Scores): StripScore[] {
  return [
    ...signals.map((signal) => ({
      kind: 'proxy' as const,
      unit: signal.unit,
      name: signalName(signal),
      aside: isAside(signal),
    })),
    ...ratings.map(({ unit, rater }) => ({ kind: 'rating' as const, unit, name: rater })),
    ...(mean === null ? [] : [{ kind: 'goal' as const, unit: mean, name: 'mean' }]),
    ...(verified === null ? [] : [{ kind: 'verified' as const, unit: verified, name: 'verified' }]),
  ]
}
