import { countOf, formatCount, formatShare } from '@/lib/domain/format'
import { featureByKey } from '@/lib/features/registry'
import { Notice } from '../ui/notice'
import { Section } from '../ui/section'
import { Table, Td, Th } from '../ui/table'

export type ShownPlan = {
  /** Those that can be rated: what has a known answer is no part of the study, and what is excluded none either. */
  outputs: number
  ratingsPerOutput: number
  order: 'random' | 'balanced'
  /** The comparisons of two outputs: of so many pairs at most. Null where there are none. */
  compared: { pairs: number; raters_per_pair: number; per_rater: number } | null
  /** What the sample is stratified by, and its strata; null where all outputs are rated. */
  sample: { by: string[]; strata: { labels: string[]; outputs: number; drawn: number }[] } | null
  /** Whether raters agree to a text first. */
  consent: boolean
  /** Why the plan cannot be carried out. */
  trouble: string | null
}

/** What opening the audit asks of raters: how many outputs, how many ratings, and from which strata. */
export function PlanPanel({ plan }: { plan: ShownPlan }) {
  const { outputs, ratingsPerOutput, order, sample, compared, consent, trouble } = plan
  const drawn = sample ? sample.strata.reduce((sum, stratum) => sum + stratum.drawn, 0) : outputs
  const which =
    drawn < outputs ? `${formatCount(drawn)} of ${countOf(outputs, 'output')}` : countOf(outputs, 'output')
  return (
    <Section title="What opening asks for">
      {trouble ? (
        <Notice tone="danger">{trouble}</Notice>
      ) : (
        <div className="flex max-w-[720px] flex-col gap-4">
          <p>
            <strong className="font-semibold">{countOf(drawn * ratingsPerOutput, 'rating')}</strong>: {which},{' '}
            {countOf(ratingsPerOutput, 'rating')} each. Each rater gets them in a random order of their own
            {order === 'balanced' && ', balanced over models'}
            {consent && ', once they have agreed to the consent text'}.
          </p>
          {compared && (
            <p>
              Then{' '}
              <strong className="font-semibold">
                {drawn < outputs && 'up to '}
                {countOf(compared.pairs * compared.raters_per_pair, 'comparison')}
              </strong>
              : {countOf(compared.pairs, 'pair')} of outputs by different models for one prompt,{' '}
              {countOf(compared.raters_per_pair, 'rater')} each. A rater who has done their outputs is asked
              for up to {formatCount(compared.per_rater)}.
            </p>
          )}
          {sample && sample.strata.length > 1 && <StrataTable {...sample} />}
        </div>
      )}
    </Section>
  )
}

function StrataTable({ by, strata }: NonNullable<ShownPlan['sample']>) {
  return (
    <Table label="Strata of the sample">
      <thead>
        <tr>
          {by.map((one) => (
            <Th key={one}>{dimensionName(one)}</Th>
          ))}
          <Th numeric>Outputs</Th>
          <Th numeric>Drawn</Th>
          <Th numeric>Probability</Th>
        </tr>
      </thead>
      <tbody>
        {strata.map(({ labels, outputs, drawn }) => (
          <tr key={labels.join(' ')}>
            {labels.map((label, i) => (
              <Td key={by[i]}>{by[i] === 'model' || label === 'none' ? label : `quarter ${label} of 4`}</Td>
            ))}
            <Td numeric>{formatCount(outputs)}</Td>
            <Td numeric>{formatCount(drawn)}</Td>
            <Td numeric>{formatShare(drawn / outputs)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function dimensionName(by: string): string {
  if (by === 'model') return 'Model'
  return by === 'signal' ? 'Models’ rating' : (featureByKey(by)?.label ?? by)
}
