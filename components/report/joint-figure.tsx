import { countOf, formatCount, formatOnScale, formatShare } from '@/lib/domain/format'
import { type JointTable, jointTable, type Side } from '@/lib/domain/joint'
import { cellOutputsHref, exportHref, methodHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { goalName, proxyName } from '@/lib/domain/sentences'
import { ChartFrame } from '../charts/chart-frame'
import { PageLink } from '../ui/page-link'
import { onScale, proxyFormat, type ShownCriterion } from './shown-criterion'

type Props = { report: Report; question: Question; criterion: ShownCriterion }

/** How many outputs stand at each pair of proxy and goal, drawn as a table whose cells are shaded. */
export function JointFigure({ report, question, criterion }: Props) {
  const { contrast, headline, n, audit, joint } = report
  if (joint.length === 0) return null
  const table = jointTable(joint)
  const { share_over: over, share_tied: tied } = headline
  const title =
    over === null || tied === null
      ? 'Where do the two scores meet?'
      : `${formatShare(over)} of outputs are scored above the goal, ${formatShare(tied)} the same, ${formatShare(1 - over - tied)} below`
  return (
    <ChartFrame
      title={title}
      drawn={`Number of outputs at each pair of ${proxyName(contrast).toLowerCase()} (across) and ${goalName(contrast.goal).toLowerCase()} (up); ${countOf(n.outputs, 'output')}.${contrast.common_scale ? ' Warm: the proxy stands above the goal; cool: below.' : ''} Select a cell to read its outputs.`}
      fileName={`${audit.slug}-joint`}
      csvHref={exportHref(audit.slug, 'joint.csv', question)}
      methodHref={methodHref('joint')}
    >
      <JointShades table={table} report={report} question={question} criterion={criterion} />
    </ChartFrame>
  )
}

function JointShades({ table, report, question, criterion }: { table: JointTable } & Props) {
  const { contrast, audit } = report
  const goalScale = levelFormat(table.goal, criterion)
  const proxyScale = contrast.common_scale
    ? levelFormat(table.proxy, criterion)
    : proxyFormat(criterion, false)
  return (
    // A region that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className="overflow-x-auto" aria-label="Outputs by proxy and goal" tabIndex={0}>
      <table data-drawing className="border-separate border-spacing-0.5 text-xs">
        <caption className="sr-only">
          Outputs by {proxyName(contrast)} (columns) and {goalName(contrast.goal)} (rows)
        </caption>
        <tbody>
          <tr>
            <td className="pr-2 pb-1 text-right whitespace-nowrap text-goal">{goalName(contrast.goal)}</td>
          </tr>
          {[...table.goal.entries()].reverse().map(([row, goal]) => (
            <tr key={goal.at}>
              <th scope="row" className="pr-2 text-right font-normal whitespace-nowrap text-muted">
                {sideName(goal, goalScale)}
              </th>
              {table.proxy.map((proxy, column) => {
                const n = table.counts[row]?.[column] ?? 0
                return (
                  <td
                    key={proxy.at}
                    className="h-9 w-14 rounded-sm p-0 text-center"
                    style={{ background: shade(proxy, goal, n / table.most, contrast.common_scale) }}
                  >
                    {n > 0 && (
                      <PageLink
                        className="flex h-full w-full items-center justify-center rounded-sm hover:underline"
                        aria-label={`${countOf(n, 'output')}: ${proxyName(contrast)} ${sideName(proxy, proxyScale)}, ${goalName(contrast.goal)} ${sideName(goal, goalScale)}`}
                        href={cellOutputsHref(audit.slug, question, {
                          proxy_in: proxy.range,
                          goal_in: goal.range,
                        })}
                      >
                        {formatCount(n)}
                      </PageLink>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td />
            {table.proxy.map((proxy) => (
              <th key={proxy.at} scope="col" className="pt-1 text-center font-normal text-muted">
                {sideName(proxy, proxyScale)}
              </th>
            ))}
          </tr>
          <tr>
            <td />
            <td colSpan={table.proxy.length} className="pt-1 text-right text-proxy">
              {proxyName(contrast)}
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

function sideName({ range: [lo, hi] }: Side, format: (unit: number) => string): string {
  return format(lo) === format(hi) ? format(lo) : `${format(lo)}–${format(hi)}`
}

/** Whole numbers where all levels are points of the scale. */
function levelFormat(sides: readonly Side[], criterion: ShownCriterion): (unit: number) => string {
  const { min, max } = criterion
  const whole = sides.every(({ range }) =>
    range.every((unit) => Math.abs(min + unit * (max - min) - Math.round(min + unit * (max - min))) < 1e-9),
  )
  return whole ? (unit) => formatOnScale(unit, criterion, 0) : onScale(criterion)
}

/** The diverging colour of a cell, stronger with more outputs, never so strong that its number cannot be read. */
function shade(proxy: Side, goal: Side, share: number, commonScale: boolean): string {
  if (share === 0) return 'var(--surface)'
  const strength = 8 + 40 * Math.sqrt(share)
  const difference = proxy.at - goal.at
  const colour = !commonScale || Math.abs(difference) < 1e-9 ? 'zero' : difference > 0 ? 'above' : 'below'
  return `color-mix(in oklab, var(--${colour}) ${strength.toFixed(1)}%, var(--bg))`
}
