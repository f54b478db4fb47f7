import type { ReactNode } from 'react'
import type { Disagreement, Opinion } from '@/lib/domain/disagreements'
import { countOf, formatNumber, formatPoints, withUnit } from '@/lib/domain/format'
import { outputHref } from '@/lib/domain/links'
import type { ShownCriterion } from '../report/shown-criterion'
import { PageLink } from '../ui/page-link'

/** Outputs on which raters differ, widest first: who gave what, and what they wrote. */
export function DisagreementList({
  slug,
  criterion,
  disagreements,
  actionOf,
}: {
  slug: string
  criterion: ShownCriterion
  disagreements: readonly Disagreement[]
  actionOf: (disagreement: Disagreement) => ReactNode
}) {
  return (
    <ul className="flex flex-col">
      {disagreements.map((disagreement) => {
        const { output_id, prompt, text, spread, opinions } = disagreement
        return (
          <li
            key={output_id}
            className="grid gap-x-10 gap-y-3 border-t border-border py-5 first:border-t-0 first:pt-0 lg:grid-cols-2"
          >
            <div className="min-w-0">
              <h3 className="text-sm">
                <PageLink
                  href={outputHref(slug, output_id)}
                  className="font-mono text-[13px] wrap-anywhere underline"
                >
                  {output_id}
                </PageLink>
                <span className="ml-3 font-medium">{withUnit(formatPoints(spread), 'points')} apart</span>
                <span className="text-muted">, {countOf(ratersOf(opinions), 'rater')}</span>
              </h3>
              <p className="mt-1 line-clamp-1 text-[13px] wrap-anywhere text-muted">{prompt}</p>
              <p className="mt-1 line-clamp-2 max-w-measure text-sm wrap-anywhere">{text}</p>
              <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2 text-[13px] empty:hidden">
                {actionOf(disagreement)}
              </div>
            </div>
            <Opinions opinions={opinions} criterion={criterion} />
          </li>
        )
      })}
    </ul>
  )
}

function ratersOf(opinions: readonly Opinion[]): number {
  return new Set(opinions.filter(({ further }) => !further).map(({ rater }) => rater)).size
}

function Opinions({ opinions, criterion }: { opinions: readonly Opinion[]; criterion: ShownCriterion }) {
  return (
    <ul aria-label={`Ratings of ${criterion.name}`} className="flex min-w-0 flex-col gap-1.5 text-sm">
      {opinions.map(({ rater, score, comment, further }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rater may have rated twice
        <li key={`${rater} ${i}`} className="grid grid-cols-[3rem_1fr] gap-3">
          <span className="text-right font-semibold text-goal tabular-nums">
            {formatNumber(score, Number.isInteger(score) ? 0 : 2)}
          </span>
          <span className="min-w-0">
            <span className="font-mono text-[13px]">{rater}</span>
            <Label criterion={criterion} score={score} />
            {further && <span className="text-muted">, further rating</span>}
            {comment && <span className="block wrap-anywhere text-muted">“{comment}”</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Label({ criterion: { labels }, score }: { criterion: ShownCriterion; score: number }) {
  const label = labels[String(score)]
  return label === undefined ? null : <span className="text-muted">, {label}</span>
}
