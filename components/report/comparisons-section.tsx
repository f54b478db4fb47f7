import { ABSENT, countOf, formatCount, formatInterval, formatShare, LEVEL } from '@/lib/domain/format'
import { exportHref, methodHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { ComparisonsReport, Preferred } from '@/lib/domain/report-comparisons'
import type { Question } from '@/lib/domain/selection'
import { proxyName } from '@/lib/domain/sentences'
import { ChartFrame } from '../charts/chart-frame'
import { DotPlot } from '../charts/dot-plot'
import type { DotPlotPanel, DotPlotRow } from '../charts/dot-plot-layout'
import { Section } from '../ui/section'
import { Table, Td, Th } from '../ui/table'
import { withRange } from './facts'

type Props = { report: Report; question: Question }
type Row = Preferred & { key: string; label: string }

const share = (x: number) => formatShare(x)

/** What people prefer of two outputs side by side: which model, and what else goes with it. */
export function ComparisonsSection({ report, question }: Props) {
  const { comparisons: found, audit } = report
  if (!found) return null
  const n = `${countOf(found.n, 'comparison')} of ${countOf(found.pairs, 'pair')} by ${countOf(found.raters, 'rater')}, ${formatCount(found.ties)} of them “about the same”`
  const frame = (part: string) => ({
    fileName: `${audit.slug}-side-by-side-${part}`,
    csvHref: exportHref(audit.slug, 'preferences.csv', question),
    methodHref: methodHref('comparisons'),
  })
  const models = modelRows(found)
  const others = otherRows(found, report)
  return (
    <Section
      anchor="comparisons"
      title="Side by side"
      description="Two outputs of one prompt beside each other, once a rater’s single ratings are done; a coin says which is on the left. A tie counts half to either."
    >
      <div className="flex flex-col gap-12">
        <ChartFrame
          {...frame('models')}
          title={modelsTitle(models)}
          drawn={`Share of comparisons in which the first model’s output is preferred, with ${LEVEL} intervals; ${n}.`}
          table={<PreferredTable label="Preference by pair of models" head="Models" rows={models} />}
        >
          <DotPlot
            label="Preference by pair of models"
            panels={[PANEL]}
            columns={['n']}
            rows={models.map(rowOf)}
          />
        </ChartFrame>
        <ChartFrame
          {...frame('else')}
          title="What else goes with being preferred?"
          drawn={`Share of comparisons in which that output is preferred, with ${LEVEL} intervals; half would be chance. Pairs that do not differ in it are left out.`}
          table={<PreferredTable label="What is preferred" head="Output" rows={others} />}
        >
          <DotPlot label="What is preferred" panels={[PANEL]} columns={['n']} rows={others.map(rowOf)} />
        </ChartFrame>
      </div>
      <p className="mt-4 text-[13px] text-muted print:hidden">
        <a href={exportHref(audit.slug, 'comparisons.csv', question)} className="underline" download>
          All comparisons, one a row, as CSV
        </a>
      </p>
    </Section>
  )
}

/** Shares are drawn from one half on, where the strong line stands; a little further than they go, for the labels. */
const PANEL: DotPlotPanel = {
  title: 'Preferred, share of comparisons',
  from: -0.54,
  to: 0.54,
  ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at: at - 0.5, label: formatShare(at) })),
  zero: true,
}

function modelRows({ by_pair }: ComparisonsReport): Row[] {
  return by_pair.map((pair) => ({
    ...pair,
    key: `${pair.first} ${pair.second}`,
    label: `${pair.first} over ${pair.second}`,
  }))
}

function otherRows({ left, longer, proxy, goal }: ComparisonsReport, { contrast }: Report): Row[] {
  const rows: Row[] = [
    { key: 'proxy', label: `Higher “${proxyName(contrast).toLowerCase()}”`, ...proxy },
    { key: 'goal', label: 'Rated higher alone', ...goal },
    { key: 'longer', label: 'The longer one', ...longer },
    { key: 'left', label: 'The one on the left', ...left },
  ]
  // Against the ratings of people themselves both would be the same figure.
  return contrast.signal === 'human' ? rows.filter(({ key }) => key !== 'proxy') : rows
}

function modelsTitle(rows: readonly Row[]): string {
  const [only] = rows.length === 1 ? rows : []
  if (!only || only.share === null) return 'Which model do people prefer, side by side?'
  const range = only.ci ? ` (${LEVEL} interval ${formatInterval(only.ci, share)})` : ''
  return `People prefer ${only.label} in ${formatShare(only.share)} of comparisons${range}`
}

function rowOf({ key, label, n, prompts, share: value, ci }: Row): DotPlotRow {
  return {
    key,
    label,
    counts: [n],
    facts: [
      `Preferred in ${withRange(value, ci, share)}`,
      `${countOf(n, 'comparison')}, ${countOf(prompts, 'prompt')}`,
    ],
    marks: [
      value === null
        ? []
        : [{ kind: 'goal', value: value - 0.5, interval: ci && [ci[0] - 0.5, ci[1] - 0.5] }],
    ],
    missing: 'Not enough data',
  }
}

function PreferredTable({ label, head, rows }: { label: string; head: string; rows: readonly Row[] }) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>{head}</Th>
          <Th numeric>Comparisons</Th>
          <Th numeric>Prompts</Th>
          <Th numeric>Preferred</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, n, prompts, share: value, ci }) => (
          <tr key={key}>
            <Th scope="row">{label}</Th>
            <Td numeric>{formatCount(n)}</Td>
            <Td numeric>{formatCount(prompts)}</Td>
            <Td numeric>{value === null ? ABSENT : withRange(value, ci, share)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
