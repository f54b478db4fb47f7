/** The columns of `comparisons`, in order. */
export const COMPARISON_COLUMNS = [
  ...[
    'prompt_id',
    'left_output_id',
    'right_output_id',
    'left_model',
    'right_model',
    'criterion',
    'rater',
    'group',
  ],
  ...['preference', 'seconds', 'presentation', 'rated_at', 'counted', 'set_aside'],
  ...['prompt_no', 'left_output_no', 'right_output_no', 'left_model_no', 'right_model_no', 'rater_no'],
] as const

/**
 * A row per current comparison, out of the tables of `PREPARE`: preference −1 (the left output) … 1 (the right one).
 * `counted`: it enters the results. Sorted by prompt and pair, whichever side each output was on.
 */
export const COMPARISONS_QUERY = `
  SELECT l.prompt_id, l.output_id AS left_output_id, r.output_id AS right_output_id, l.model AS left_model,
    r.model AS right_model, c.key AS criterion, p.pseudonym AS rater, d.group, d.preference, d.seconds, d.presentation,
    epoch_ms(d.rated_at_ms) AS rated_at, d.counted AND l.studied AND r.studied AS counted,
    d.set_aside,
    l.prompt_no, l.output_no AS left_output_no, r.output_no AS right_output_no, l.model_no AS left_model_no,
    r.model_no AS right_model_no, p.rater_no
  FROM comparison d JOIN listed l ON l.id = d.left_output_id JOIN listed r ON r.id = d.right_output_id
  JOIN criterion c ON c.id = d.criterion_id JOIN person p ON p.id = d.rater_id
  ORDER BY c.key, l.prompt_no, least(l.output_no, r.output_no), greatest(l.output_no, r.output_no), p.rater_no,
    d.rated_at_ms`
