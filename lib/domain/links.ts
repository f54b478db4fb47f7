import { formatQuestion, type Question } from './selection'

const withQuestion = (path: string, question: Partial<Question>) => {
  const query = formatQuestion(question).toString()
  return query === '' ? path : `${path}?${query}`
}

/** The report that answers a question. */
export function reportHref(slug: string, question: Partial<Question>): string {
  return withQuestion(`/audits/${slug}`, question)
}

/** The texts that a question selects. */
export function outputsHref(slug: string, question: Partial<Question>): string {
  return withQuestion(`/audits/${slug}/outputs`, question)
}

/** An export of what a question selects. */
export function exportHref(slug: string, name: string, question: Partial<Question>): string {
  return withQuestion(`/api/v1/audits/${slug}/export/${name}`, question)
}

/** The entry of a figure on the methods page. */
export function methodHref(entry: string): string {
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
