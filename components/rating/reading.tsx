import { memo, useId } from 'react'
import type { BlindItem } from '@/lib/domain/blind'
import { Markdown } from './markdown'

type Item = Pick<BlindItem, 'prompt' | 'text' | 'presentation'>

/** The prompt and the output, and nothing else. */
export const Reading = memo(function Reading({ item, pixels }: { item: Item; pixels: number }) {
  const id = useId()
  const { prompt, text, presentation } = item
  return (
    <div
      // About 70 characters a line; the measure grows with the letters.
      style={{ fontSize: pixels }}
      className="mx-auto flex w-full max-w-[calc(34em+64px)] flex-col gap-8 px-4 py-8 leading-relaxed sm:px-8"
    >
      <Prompt text={prompt} />
      <section aria-labelledby={`${id}-output`}>
        <h2 id={`${id}-output`} className="mb-1 text-[13px] font-medium text-muted">
          Output
        </h2>
        <Shown text={text} presentation={presentation} />
      </section>
    </div>
  )
})

export function Prompt({ text }: { text: string }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="border-l-2 border-border-strong pl-4">
      <h2 id={id} className="mb-1 text-[13px] font-medium text-muted">
        Prompt
      </h2>
      <Plain text={text} />
    </section>
  )
}

/** An output's text as it is to be presented. */
export function Shown({ text, presentation }: Pick<BlindItem, 'text' | 'presentation'>) {
  return presentation === 'rendered' ? <Markdown text={text} /> : <Plain text={text} />
}

function Plain({ text }: { text: string }) {
  return (
    <p className="max-w-measure wrap-anywhere whitespace-pre-wrap" dir="auto">
      {text}
    </p>
  )
}
