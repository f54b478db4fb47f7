import { RECORD_FIELDS } from '@/lib/domain/record-files'
import { RECORD_KINDS, type RecordKind } from '@/lib/domain/records'
import { buttonClass } from '../ui/button'
import { KIND_LABELS } from './kinds'

/** Ten lines that make a whole small audit, and an empty table of each kind with all its columns. */
export function Example({ criterion, score }: { criterion: string; score: number }) {
  return (
    <div className="flex max-w-[960px] flex-col gap-4">
      <p className="max-w-measure text-sm text-muted">
        Three files in ten lines. The same names are the fields of an NDJSON line. Scores are on the
        criterion’s scale, or state their own with <code>scale_min</code> and <code>scale_max</code>.
      </p>
      {exampleFiles(criterion, score).map(({ name, lines }) => (
        <figure key={name} className="flex flex-col gap-1.5">
          <figcaption className="font-mono text-[13px]">{name}</figcaption>
          <section
            aria-label={`Example of ${name}`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="overflow-x-auto rounded-md border border-border bg-surface"
          >
            <pre className="px-4 py-3 font-mono text-[13px] leading-6">{lines.join('\n')}</pre>
          </section>
        </figure>
      ))}
      <ul className="flex flex-wrap gap-2">
        {RECORD_KINDS.map((kind) => (
          <li key={kind}>
            <a
              className={buttonClass('secondary', 'small')}
              download={`${kind}.csv`}
              href={templateHref(kind)}
            >
              Template: {KIND_LABELS[kind].toLowerCase()}
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

function exampleFiles(criterion: string, score: number): { name: string; lines: string[] }[] {
  return [
    {
      name: 'outputs.csv',
      lines: [
        'output_id,prompt_id,prompt,model,text',
        'o1,p1,How do I boil an egg?,model-a,"Eight minutes in boiling water, then cold water."',
        'o2,p1,How do I boil an egg?,model-b,It depends.',
        'o3,p2,What is a noun?,model-a,"A word for a thing, a person or a place."',
      ],
    },
    {
      name: 'model-ratings.csv',
      lines: [
        'output_id,rater_model,criterion,score',
        `o1,model-a,${criterion},${score}`,
        `o2,model-b,${criterion},${score}`,
      ],
    },
    {
      name: 'human-ratings.csv',
      lines: [
        'output_id,rater,criterion,score',
        `o1,rater-1,${criterion},${score}`,
        `o1,rater-2,${criterion},${score}`,
      ],
    },
  ]
}

function templateHref(kind: RecordKind): string {
  const header = RECORD_FIELDS[kind].map(({ name }) => name).join(',')
  return `data:text/csv;charset=utf-8,${encodeURIComponent(`${header}\n`)}`
}
