import { APART, type DisagreementsQuery } from './disagreements'
import type { LeakFilter } from './leaks'
import type { MethodEntry } from './methods'
import { formatQuestion, type Question } from './selection'

const withQuestion = (path: string, question: Partial<Question>) => {
  const query = formatQuestion(question).toString()
  return query === '' ? path : `${path}?${query}`
}

/** The report that answers a question. */
export function reportHref(slug: string, question: Partial<Question>): string {
  return withQuestion(`/audits/${slug}`, question)
}

/** How a list of outputs is looked at: which of them, in which order, on which page from 1. */
export type OutputsView = {
  covered: boolean
  sort: string
  page: number
  /** Only those that a gate at this unit score passes, and that people accept or reject. */
  gate_at?: number
  verdict?: 'accept' | 'reject'
  /** Only those whose unit scores lie between these, both included. */
  proxy_in?: [lo: number, hi: number]
  goal_in?: [lo: number, hi: number]
}

/** The texts behind a number: the outputs with both scores that a question selects. */
export function outputsHref(slug: string, question: Partial<Question>): string {
  return `/audits/${slug}/outputs?${outputsQuery(question, { covered: true, sort: 'output_id', page: 1 })}`
}

/** The outputs that a gate passes, and that people accept or reject. */
export function gateOutputsHref(
  slug: string,
  question: Partial<Question>,
  gate: { gate_at: number; verdict?: 'accept' | 'reject' },
): string {
  const view = { covered: gate.verdict !== undefined, sort: 'output_id', page: 1, ...gate }
  return `/audits/${slug}/outputs?${outputsQuery(question, view)}`
}

/** The outputs of a cell of the heat map: those with this proxy and this goal. */
export function cellOutputsHref(
  slug: string,
  question: Partial<Question>,
  cell: Required<Pick<OutputsView, 'proxy_in' | 'goal_in'>>,
): string {
  const view = { covered: true, sort: 'output_id', page: 1, ...cell }
  return `/audits/${slug}/outputs?${outputsQuery(question, view)}`
}

/** A question and how its outputs are looked at, as a query; defaults left out. */
export function outputsQuery(question: Partial<Question>, view: OutputsView): string {
  const { covered, sort, page, gate_at: gateAt, verdict, proxy_in: proxyIn, goal_in: goalIn } = view
  const params = formatQuestion(question)
  if (covered) params.set('covered', '1')
  if (gateAt !== undefined) params.set('gate_at', String(gateAt))
  if (verdict) params.set('verdict', verdict)
  if (proxyIn) params.set('proxy_in', proxyIn.join('..'))
  if (goalIn) params.set('goal_in', goalIn.join('..'))
  if (sort !== 'output_id') params.set('sort', sort)
  if (page > 1) params.set('page', String(page))
  return params.toString()
}

/** One output; the query keeps the list that it is read from. */
export function outputHref(slug: string, outputId: string, query = ''): string {
  return `/audits/${slug}/outputs/${encodeURIComponent(outputId)}${query && `?${query}`}`
}

/** An export of what a question selects. */
export function exportHref(slug: string, name: string, question: Partial<Question>): string {
  return withQuestion(`/api/v1/audits/${slug}/export/${name}`, question)
}

/** The places in texts that betray their author, those of a filter, on a page from 1. */
export function leaksHref(slug: string, { pattern, decision }: Partial<LeakFilter> = {}, page = 1): string {
  const params = new URLSearchParams()
  if (pattern) params.set('pattern', pattern)
  if (decision) params.set('decision', decision)
  if (page > 1) params.set('page', String(page))
  const query = params.toString()
  return `/audits/${slug}/leaks${query && `?${query}`}`
}

/** How well raters rate, on a criterion; and their disagreements, from how far apart on, on a page from 1. */
export function qualityHref(
  slug: string,
  { criterion, apart = APART, page = 1 }: Partial<DisagreementsQuery> = {},
): string {
  const params = new URLSearchParams()
  if (criterion !== undefined) params.set('criterion', criterion)
  if (apart !== APART) params.set('apart', String(apart))
  if (page > 1) params.set('page', String(page))
  const query = params.toString()
  return `/audits/${slug}/raters/quality${query && `?${query}`}`
}

/** The entry of a figure on the methods page. */
export function methodHref(entry: MethodEntry): string {
  return `/methods#${entry}`
}

/** The question narrowed to a feature's range; an earlier range of the same feature gives way. */
export function narrowTo(
  question: Question,
  feature: string,
  lo: number | null,
  hi: number | null,
): Question {
  const others = question.where.filter((range) => range.feature !== feature)
  return { ...question, where: [...others, { feature, lo, hi }] }
}
