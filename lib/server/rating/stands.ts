import { isExcluded } from '../blinding/excluded'

/** SQL condition: the output whose id the SQL names is in the audit, and nobody excluded it, so that it may be handed out. */
export function stands(outputId: string): string {
  return `EXISTS (SELECT FROM output_versions ov WHERE ov.output_id = ${outputId} AND ov.ended_at IS NULL)
    AND NOT ${isExcluded(outputId)}`
}
