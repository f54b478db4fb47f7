/**
 * SQL: the features of the versions for which `stands` holds, as `version_id`, `set_id`, `language` and `values`, all null
 * where a version has none. Those computed anew (`features`) come before those that its import computed, which lie in the
 * version's own row. `stands` makes the condition for an alias of either table.
 */
export function versionFeatures(stands: (alias: string) => string): string {
  return `SELECT v.id AS version_id, coalesce(f.set_id, v.feature_set_id) AS set_id,
      coalesce(f.language, v.language) AS language, coalesce(f."values", v.features) AS "values"
    FROM output_versions v LEFT JOIN features f ON f.version_id = v.id AND ${stands('f')}
    WHERE ${stands('v')}`
}

/** The features that current outputs have now. */
export const CURRENT_FEATURES = versionFeatures((alias) => `${alias}.ended_at IS NULL`)
