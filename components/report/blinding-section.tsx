import { countOf } from '@/lib/domain/format'
import { leaksHref, methodHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { Blinding } from '@/lib/domain/report-blinding'
import { LeakSummary } from '../blinding/leak-summary'
import { PageLink } from '../ui/page-link'
import { Section } from '../ui/section'
import { GuessesPart } from './guesses-part'

/** How blind the ratings were: what in the texts betrayed their authors, and what became of it. */
export function BlindingSection({ report: { audit, blinding, plan } }: { report: Report }) {
  const { by_pattern: byPattern, ...all } = blinding.leaks
  return (
    <Section
      anchor="blinding"
      title="Blinding"
      description={
        <>
          Whether raters could know whose text they read. As it stands now, whatever is selected.{' '}
          <PageLink className="underline" href={methodHref('leaks')}>
            How it is found
          </PageLink>
        </>
      }
    >
      <p className="max-w-measure">
        {leaksSentence(blinding)}{' '}
        {all.found > 0 && (
          <PageLink className="underline" href={leaksHref(audit.slug)}>
            See them
          </PageLink>
        )}
      </p>
      {all.found > 0 && (
        <div className="mt-4">
          <LeakSummary slug={audit.slug} counts={{ all, byPattern }} />
        </div>
      )}
      <GuessesPart guesses={blinding.guesses} asked={plan?.ask_authors ?? false} />
    </Section>
  )
}

/** What the texts betray, in a sentence or two. */
export function leaksSentence({ leaks: { found, outputs, ...decided } }: Blinding): string {
  if (found === 0)
    return 'No output names its author or rates itself, as far as the list of names and patterns knows.'
  const parts = [
    [decided.masked, 'masked'],
    [decided.excluded, 'in excluded outputs'],
    [decided.left, 'left standing'],
    [decided.undecided, 'undecided, and so read as they stand'],
  ] as const
  const what = parts.filter(([n]) => n > 0).map(([n, word]) => `${n === found ? 'all' : n} ${word}`)
  return `${countOf(outputs, 'output')} ${outputs === 1 ? 'names its' : 'name their'} author or ${outputs === 1 ? 'rates itself' : 'rate themselves'} in ${countOf(found, 'place')}: ${what.join(', ')}.`
}
