/** SQL condition: an analyst excluded the output whose id the SQL names, since its text betrays its author or rates itself. */
export function isExcluded(outputId: string): string {
  return `EXISTS (SELECT FROM output_versions ov JOIN leaks l ON l.version_id = ov.id
    WHERE ov.output_id = ${outputId} AND ov.ended_at IS NULL AND l.decision = 'exclude')`
}
