import { canRender } from '@/lib/domain/rendering'
import { Markdown } from './markdown'

/** A text that an analyst wrote for raters, as Markdown where it can be drawn. */
export function Prose({ text, under }: { text: string; under?: number }) {
  if (canRender(text)) return <Markdown text={text} under={under} />
  return <p className="max-w-measure wrap-anywhere whitespace-pre-wrap">{text}</p>
}
