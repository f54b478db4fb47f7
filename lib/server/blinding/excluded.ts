/** SQL condition: an analyst excluded output `o`, since its text betrays its author or rates itself. */
export const IS_EXCLUDED = `EXISTS (
  SELECT FROM output_versions ov JOIN leaks l ON l.version_id = ov.id
  WHERE ov.output_id = o.id AND ov.ended_at IS NULL AND l.decision = 'exclude')`
