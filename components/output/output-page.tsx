import type { ReactNode } from 'react'
import { MASK } from '@/lib/blinding/mask'
import { formatCount } from '@/lib/domain/format'
import { outputHref } from '@/lib/domain/links'
import type { OutputDetail } from '@/lib/domain/outputs'
import { Markdown } from '../rating/markdown'
import type { ShownCriterion } from '../report/shown-criterion'
import { Badge } from '../ui/badge'
import { ButtonLink } from '../ui/button'
import { PageLink } from '../ui/page-link'
import { Section } from '../ui/section'
import { CriterionScores } from './criterion-scores'
import { OutputFeatures } from './output-features'
import { OutputText } from './output-text'

export type Place = { previous: string | null; next: string | null; place: number; total: number }

/** One text with all that is known of it. */
export function OutputPage({
  slug,
  output,
  criteria,
  place,
  masked,
  query,
  knownHref,
}: {
  slug: string
  output: OutputDetail
  criteria: readonly ShownCriterion[]
  /** Its place among the selected outputs; null when it is not one of them. */
  place: Place | null
  /** The words of the text that raters see a mask in place of. */
  masked: readonly string[]
  query: string
  /** Where it can be given a known answer; null once that is locked. */
  knownHref: string | null
}) {
  return (
    <>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-3 text-sm">
        <PageLink href={`/audits/${slug}/outputs${query && `?${query}`}`} className="underline">
          All selected outputs
        </PageLink>
        {place && <Walk slug={slug} place={place} query={query} />}
      </div>
      <h2 className="font-mono text-base font-medium wrap-anywhere">{output.output_id}</h2>
      <p className="mt-1 mb-8 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <span className="text-fg">{output.model}</span>
        {output.family !== output.model && <span>{output.family}</span>}
        <span>
          prompt <span className="font-mono">{output.prompt_id}</span>
        </span>
        {output.language && <span>language {output.language}</span>}
        {output.tags.map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
        {knownHref && (
          <PageLink href={knownHref} className="underline">
            Use as practice or gold
          </PageLink>
        )}
      </p>
      <div className="grid grid-cols-1 gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,420px)]">
        <div className="flex min-w-0 flex-col gap-8">
          <Part title="Prompt">
            <p className="max-w-measure border-l-2 border-border-strong pl-4 wrap-anywhere whitespace-pre-wrap">
              {output.prompt}
            </p>
          </Part>
          <Part title="Output">
            <OutputText rendered={<Markdown text={output.text} under={3} />} plain={output.text} />
            <Masked words={masked} />
          </Part>
          {output.reference !== null && (
            <Part title="Reference">
              <p className="max-w-measure wrap-anywhere whitespace-pre-wrap">{output.reference}</p>
            </Part>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-8">
          {output.criteria.map((scores) => {
            const criterion = criteria.find(({ key }) => key === scores.criterion)
            return (
              criterion && (
                <CriterionScores
                  key={scores.criterion}
                  scores={scores}
                  criterion={criterion}
                  rationales={output.rationales.filter((one) => one.criterion === scores.criterion)}
                />
              )
            )
          })}
          <Comments comments={output.comments} />
        </div>
      </div>
      <div className="mt-12">
        <Section title="Features">
          <OutputFeatures features={output.features} />
        </Section>
        <Metadata metadata={output.metadata} />
      </div>
    </>
  )
}

function Walk({ slug, place, query }: { slug: string; place: Place; query: string }) {
  return (
    <nav aria-label="Selected outputs" className="flex items-center gap-2">
      <span className="text-muted tabular-nums">
        {formatCount(place.place)} of {formatCount(place.total)}
      </span>
      {place.previous !== null && (
        <ButtonLink size="small" href={outputHref(slug, place.previous, query)}>
          Previous
        </ButtonLink>
      )}
      {place.next !== null && (
        <ButtonLink size="small" href={outputHref(slug, place.next, query)}>
          Next
        </ButtonLink>
      )}
    </nav>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 text-[13px] font-medium text-muted">{title}</h3>
      {children}
    </section>
  )
}

/** The text above is whole: what raters do not see of it is said here. */
function Masked({ words }: { words: readonly string[] }) {
  if (words.length === 0) return null
  return (
    <p className="mt-3 max-w-measure text-sm text-muted">
      Raters see {MASK} in place of {words.map((one) => `“${one}”`).join(', ')}.
    </p>
  )
}

function Comments({ comments }: { comments: OutputDetail['comments'] }) {
  if (comments.length === 0) return null
  return (
    <section aria-label="Comments" className="flex flex-col gap-2 border-t border-border pt-4 text-sm">
      <h3 className="text-base font-semibold">Comments</h3>
      {comments.map(({ rater, text }) => (
        <p key={`${rater} ${text}`} className="wrap-anywhere">
          <span className="text-muted">{rater}: </span>
          {text}
        </p>
      ))}
    </section>
  )
}

function Metadata({ metadata }: { metadata: unknown }) {
  if (metadata === null || metadata === undefined) return null
  return (
    <details className="text-sm">
      <summary>Metadata</summary>
      <pre className="mt-2 overflow-x-auto rounded-md bg-surface p-4 font-mono text-[13px]">
        {JSON.stringify(metadata, null, 2)}
      </pre>
    </details>
  )
}
