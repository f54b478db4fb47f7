/** The longest text, in characters, that is rendered as Markdown. */
const MOST_CHARACTERS = 30_000

/** The most characters that Markdown gives a meaning in the line: what they cost grows with the square of their number. */
const MOST_MARKS = 2_000
const MARKS = /[[\]*_`<!~]/g

/**
 * Whether a text can be rendered as Markdown within a reader's patience, about a third of a second. What cannot, such as
 * a model's endless row of brackets, is shown plain, and its presentation says so.
 */
export function canRender(text: string): boolean {
  if (text.length > MOST_CHARACTERS) return false
  return (text.match(MARKS)?.length ?? 0) <= MOST_MARKS
}
