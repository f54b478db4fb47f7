import { formatQuantity, fromTo } from '@/lib/domain/format'
import { formatRange, type Question } from '@/lib/domain/selection'
import { PageLink } from '../ui/page-link'

type Chip = { label: string; without: Question }

/** The filters in force, each as a link to the question without it. */
export function SelectionChips({
  question,
  hrefOf,
  featureLabel,
  more = [],
}: {
  question: Question
  hrefOf: (question: Question) => string
  featureLabel: (key: string) => string
  /** What else is in force, with the address without it. */
  more?: readonly { label: string; href: string }[]
}) {
  const chips = [
    ...chipsOf(question, featureLabel).map(({ label, without }) => ({ label, href: hrefOf(without) })),
    ...more,
  ]
  if (chips.length === 0) return null
  const none: Question = {
    ...question,
    model: [],
    family: [],
    tag: [],
    rater_group: [],
    where: [],
    min_human_n: 1,
  }
  return (
    <ul aria-label="Filters in force" className="mb-6 flex flex-wrap items-center gap-2">
      {chips.map(({ label, href }) => (
        <li key={label}>
          <PageLink
            href={href}
            scroll={false}
            aria-label={`Remove filter: ${label}`}
            className="inline-flex h-7 items-center gap-1.5 rounded-full border border-border-strong bg-raised px-3 text-[13px] hover:border-danger hover:text-danger"
          >
            {label}
            <span aria-hidden="true">×</span>
          </PageLink>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <PageLink href={hrefOf(none)} scroll={false} className="px-1 text-[13px] text-muted underline">
            Remove all
          </PageLink>
        </li>
      )}
    </ul>
  )
}

/** One chip for each value of each filter. */
export function chipsOf(question: Question, featureLabel: (key: string) => string): Chip[] {
  const lists = [
    ['model', 'Model'],
    ['family', 'Family'],
    ['tag', 'Tag'],
    ['rater_group', 'Rater group'],
  ] as const
  const chips: Chip[] = lists.flatMap(([key, name]) =>
    question[key].map((value) => ({
      label: `${name}: ${value}`,
      without: { ...question, [key]: question[key].filter((other) => other !== value) },
    })),
  )
  for (const range of question.where)
    chips.push({
      label: `${featureLabel(range.feature)} ${rangeWords(range.lo, range.hi)}`,
      without: {
        ...question,
        where: question.where.filter((other) => formatRange(other) !== formatRange(range)),
      },
    })
  if (question.min_human_n > 1)
    chips.push({
      label: `At least ${question.min_human_n} human ratings`,
      without: { ...question, min_human_n: 1 },
    })
  return chips
}

function rangeWords(lo: number | null, hi: number | null): string {
  if (lo === null) return `up to ${formatQuantity(hi)}`
  if (hi === null) return `from ${formatQuantity(lo)}`
  return lo === hi ? formatQuantity(lo) : fromTo(formatQuantity(lo), formatQuantity(hi))
}
