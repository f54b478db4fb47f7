import {
  ABSENT,
  formatInterval,
  formatNumber,
  formatShare,
  formatSignedPoints,
  fromTo,
  LEVEL,
  pointDigits,
} from '@/lib/domain/format'
import { methodHref } from '@/lib/domain/links'
import type { MethodEntry } from '@/lib/domain/methods'
import type { Headline, Interval, Report } from '@/lib/domain/report'
import { goalName, proxyName, whyShown } from '@/lib/domain/sentences'
import { PageLink } from '../ui/page-link'
import { Table, Td, Th } from '../ui/table'
import { onScale, proxyFormat, type ShownCriterion } from './shown-criterion'

type Figure = {
  field: keyof Headline
  name: string
  value: number | null
  interval: Interval
  format: (x: number) => string
  unit?: string
  entry: MethodEntry
}

/** The headline's other numbers, each with its interval and the way to its definition. */
export function KeyFigures({ report, criterion }: { report: Report; criterion: ShownCriterion }) {
  const { name, min, max } = criterion
  return (
    <>
      <Table label="Key figures">
        <thead>
          <tr>
            <Th>Figure</Th>
            <Th numeric>Estimate</Th>
            <Th numeric>{LEVEL} interval</Th>
          </tr>
        </thead>
        <tbody>
          {figures(report, criterion).map(({ field, name, value, interval, format, unit, entry }) => (
            <tr key={`${field}${name}`}>
              <Th scope="row" className="min-w-36 font-normal">
                <PageLink href={methodHref(entry)} className="underline decoration-border-strong">
                  {name}
                </PageLink>
              </Th>
              {value === null ? (
                <Td colSpan={2} className="text-right text-muted">
                  {whyShown(report.notes, `headline.${field}`)}
                </Td>
              ) : (
                <>
                  <Td numeric className="font-medium">
                    {format(value)}
                    {unit}
                  </Td>
                  <Td numeric className="text-muted">
                    {formatInterval(interval, format) ?? ABSENT}
                  </Td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="mt-2 text-[13px] text-muted">
        Means are on the scale of “{name}”, {fromTo(min, max)}; scores given on another scale are converted to
        it.
      </p>
    </>
  )
}

function figures({ headline: h, contrast }: Report, criterion: ShownCriterion): Figure[] {
  const scale = onScale(criterion)
  const proxyScale = proxyFormat(criterion, contrast.common_scale)
  const points = (interval: Interval) => (x: number) => formatSignedPoints(x, pointDigits(interval))
  const two = (x: number) => formatNumber(x, 2)
  const share = (x: number) => formatShare(x)
  const figure = (
    field: keyof Headline,
    name: string,
    value: number | null,
    interval: Interval,
    format: (x: number) => string,
    entry: MethodEntry,
    unit?: string,
  ): Figure => ({ field, name, value, interval, format, entry, unit })
  return [
    figure('proxy_mean', `${proxyName(contrast)}, mean`, h.proxy_mean, h.proxy_mean_ci, proxyScale, 'means'),
    figure('goal_mean', `${goalName(contrast.goal)}, mean`, h.goal_mean, h.goal_mean_ci, scale, 'means'),
    figure(
      'inflation',
      'Inflation, as judged by these raters',
      h.inflation,
      h.ci,
      points(h.ci),
      'inflation',
      ' points',
    ),
    ...(h.inflation === null
      ? []
      : [
          figure(
            'ci_raters',
            'Inflation, for raters like these',
            h.ci_raters && h.inflation,
            h.ci_raters,
            points(h.ci_raters),
            'inflation-raters',
            ' points',
          ),
        ]),
    figure('share_over', 'Outputs scored above the goal', h.share_over, h.share_over_ci, share, 'share-over'),
    figure('share_tied', 'Outputs scored the same', h.share_tied, h.share_tied_ci, share, 'share-over'),
    figure('pearson', 'Correlation', h.pearson, h.pearson_ci, two, 'correlation'),
    figure('spearman', 'Rank correlation', h.spearman, h.spearman_ci, two, 'correlation'),
    figure(
      'pearson_within_prompt',
      'Correlation within prompts',
      h.pearson_within_prompt,
      h.pearson_within_prompt_ci,
      two,
      'correlation-within',
    ),
  ]
}
