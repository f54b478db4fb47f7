/** SQL: the ranges of version `v` that raters do not see, as JSON. */
export const MASKS = `(SELECT coalesce(json_agg(json_build_object('start', l.start, 'end', l."end")), '[]')
  FROM leaks l WHERE l.version_id = v.id AND l.decision = 'mask')`
