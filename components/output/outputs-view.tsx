import type { QuestionChoices } from '@/lib/domain/choices'
import { countOf, fromTo } from '@/lib/domain/format'
import { passWords, thresholdFormat } from '@/lib/domain/gate-words'
import { exportHref, type OutputsView as Look, outputsQuery, reportHref } from '@/lib/domain/links'
import type { ResolvedContrast } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { goalName, proxyName } from '@/lib/domain/sentences'
import type { ShownFeature } from '../report/feature-bins'
import { FeaturePicker } from '../report/feature-picker'
import { QuestionBar } from '../report/question-bar'
import { SelectionChips } from '../report/selection-chips'
import { onScale, proxyFormat, type ShownCriterion } from '../report/shown-criterion'
import { type ListedOutput, OutputsTable } from '../tables/outputs-table'
import { Pager } from '../tables/pager'
import { ButtonLink, buttonClass } from '../ui/button'
import { EmptyState } from '../ui/empty-state'

/** A list of outputs with the question that selects them. */
export function OutputsView({
  slug,
  question,
  view,
  contrast,
  criterion,
  choices,
  features,
  rows,
  total,
  pageSize,
}: {
  slug: string
  question: Question
  view: Look
  contrast: ResolvedContrast
  criterion: ShownCriterion
  choices: QuestionChoices
  features: readonly ShownFeature[]
  rows: ListedOutput[]
  total: number
  pageSize: number
}) {
  const path = `/audits/${slug}/outputs`
  const hrefOf = (part: Partial<Look>, q: Question = question) =>
    `${path}?${outputsQuery(q, { ...view, page: 1, ...part })}`
  const label = (key: string) => features.find((feature) => feature.key === key)?.label ?? key
  const shown = columnsShown(question, view.sort).filter((key) => choices.features.includes(key))
  return (
    <>
      <QuestionBar
        path={path}
        question={question}
        contrast={contrast}
        choices={choices}
        features={features.map(({ key, label }) => ({ key, label }))}
        keep={{
          sort: view.sort,
          ...(view.covered && { covered: '1' }),
          ...(view.gate_at !== undefined && { gate_at: String(view.gate_at) }),
          ...(view.verdict && { verdict: view.verdict }),
          ...(view.proxy_in && { proxy_in: view.proxy_in.join('..') }),
          ...(view.goal_in && { goal_in: view.goal_in.join('..') }),
        }}
      />
      <SelectionChips
        question={question}
        hrefOf={(q) => hrefOf({}, q)}
        featureLabel={label}
        more={viewChips(view, contrast, criterion).map(({ label, without }) => ({
          label,
          href: hrefOf(without),
        }))}
      />
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">{countOf(total, 'output')}</h2>
        <div className="flex flex-wrap gap-2">
          <ButtonLink size="small" href={reportHref(slug, question)}>
            Report of these
          </ButtonLink>
          <a
            className={buttonClass('secondary', 'small')}
            href={exportHref(slug, 'inflation.csv', question)}
            download
          >
            CSV
          </a>
        </div>
      </div>
      <div className="mb-3">
        <FeaturePicker
          title="Choose columns"
          hrefOf={(feature) => hrefOf({}, { ...question, feature })}
          chosen={shown}
          features={features}
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState
          title={total === 0 ? 'No output fits' : 'No such page'}
          action={<ButtonLink href={path}>Show all outputs</ButtonLink>}
        >
          <p>Remove a filter, or ask for another criterion or proxy.</p>
        </EmptyState>
      ) : (
        <>
          <OutputsTable
            slug={slug}
            rows={rows}
            total={total}
            pageSize={pageSize}
            page={view.page}
            sort={view.sort}
            query={outputsQuery(question, view)}
            criterion={criterion}
            names={{ proxy: proxyName(contrast), goal: goalName(contrast.goal) }}
            shown={features.filter(({ key }) => shown.includes(key))}
          />
          <Pager page={view.page} pageSize={pageSize} total={total} hrefOf={(page) => hrefOf({ page })} />
        </>
      )}
    </>
  )
}

/** What is in force besides the selection, each with what takes it away. */
function viewChips(view: Look, contrast: ResolvedContrast, criterion: ShownCriterion) {
  const chips: { label: string; without: Partial<Look> }[] = []
  if (view.covered) chips.push({ label: 'With both scores', without: { covered: false } })
  if (view.gate_at !== undefined) {
    const format = thresholdFormat([view.gate_at], criterion, contrast.common_scale)
    chips.push({
      label: `Pass a gate at ${passWords(view.gate_at, criterion.higher_is, format)}`,
      without: { gate_at: undefined },
    })
  }
  if (view.verdict) {
    const who = contrast.goal === 'human' ? 'people' : 'the verified label'
    const verb = contrast.goal === 'human' ? view.verdict : `${view.verdict}s`
    chips.push({
      label: `${who} ${verb}`.replace(/^./, (c) => c.toUpperCase()),
      without: { verdict: undefined },
    })
  }
  const scale = onScale(criterion)
  if (view.proxy_in) {
    const format = proxyFormat(criterion, contrast.common_scale)
    chips.push({
      label: `${proxyName(contrast)} ${rangeWords(view.proxy_in, format)}`,
      without: { proxy_in: undefined },
    })
  }
  if (view.goal_in)
    chips.push({
      label: `${goalName(contrast.goal)} ${rangeWords(view.goal_in, scale)}`,
      without: { goal_in: undefined },
    })
  return chips
}

function rangeWords([lo, hi]: [number, number], format: (unit: number) => string): string {
  return format(lo) === format(hi) ? format(lo) : fromTo(format(lo), format(hi))
}

/** The features that have a column: those asked for (by default the words), filtered by, or sorted by. */
function columnsShown({ feature, where }: Question, sort: string): string[] {
  const asked = feature.length > 0 ? feature : ['words']
  return [...new Set([...asked, ...where.map((range) => range.feature), sort.replace(/^-/, '')])]
}
