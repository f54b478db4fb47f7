import { ABSENT, formatNumber } from '@/lib/domain/format'
import type { KnownOutput } from '@/lib/domain/known-answers'
import { ActionForm } from '../ui/action-form'
import { Badge } from '../ui/badge'
import { Table, Td, Th } from '../ui/table'
import type { FormAction } from '../ui/use-form-action'
import type { AnswerCriterion } from './answer-fields'

const NAMES = { practice: 'Practice', gold: 'Gold', attention: 'Attention check' } as const

const number = (value: number) => formatNumber(value, Number.isInteger(value) ? 0 : 2)

/** The outputs with known answers: practice in the order in which raters get it. */
export function KnownTable({
  known,
  criteria,
  remove,
}: {
  known: readonly KnownOutput[]
  criteria: readonly AnswerCriterion[]
  /** Null once nothing can be changed any more. */
  remove: FormAction | null
}) {
  if (known.length === 0) return <p className="text-sm text-muted">No output has a known answer yet.</p>
  return (
    <Table label="Known answers">
      <thead>
        <tr>
          <Th>Output</Th>
          <Th>Used as</Th>
          {criteria.map(({ key, name }) => (
            <Th key={key} numeric>
              {name}
            </Th>
          ))}
          {remove && (
            <Th>
              <span className="sr-only">Remove</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {known.map(({ output_id, purpose, text, answers }) => (
          <tr key={output_id}>
            <Th scope="row" className="max-w-[45vw] py-2 sm:max-w-80 font-normal">
              <span className="font-mono text-[13px]">{output_id}</span>
              <span className="block truncate text-[13px] text-muted">{text}</span>
            </Th>
            <Td>
              <Badge>{NAMES[purpose]}</Badge>
            </Td>
            {criteria.map(({ key }) => {
              const answer = answers.find(({ criterion }) => criterion === key)
              return (
                <Td key={key} numeric>
                  {answer ? number(answer.score) : ABSENT}
                  {answer && answer.tolerance > 0 && (
                    <span className="text-muted"> ± {number(answer.tolerance)}</span>
                  )}
                </Td>
              )
            })}
            {remove && (
              <Td className="py-1 text-right">
                <ActionForm
                  action={remove}
                  button="Remove"
                  variant="secondary"
                  size="small"
                  className="flex justify-end"
                >
                  <input type="hidden" name="output_id" value={output_id} />
                </ActionForm>
              </Td>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
