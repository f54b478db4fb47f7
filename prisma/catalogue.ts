import type { Pool } from 'pg'

/** What a database is made of: each line describes one thing completely, so that two databases can be compared. */
export type Catalogue = { columns: string[]; enums: string[]; keys: string[]; indexes: string[] }

/** Reads the catalogue of the schema `public`, without the table of migrations. */
export async function readCatalogue(pool: Pool): Promise<Catalogue> {
  const read = async (sql: string) => (await pool.query(sql)).rows.map((row) => String(row.line)).sort()
  return {
    columns: await read(COLUMNS),
    enums: await read(ENUMS),
    keys: await read(KEYS),
    indexes: await read(INDEXES),
  }
}

const TABLES = `SELECT c.oid, c.relname FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'`

const COLUMNS = `
  SELECT concat_ws(' ', t.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attnotnull THEN 'not null' END,
    'default ' || pg_get_expr(d.adbin, d.adrelid),
    'identity ' || nullif(a.attidentity::text, ''), 'generated ' || nullif(a.attgenerated::text, '')) AS line
  FROM (${TABLES}) t
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum`

const ENUMS = `
  SELECT t.typname || ': ' || string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) AS line
  FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = 'public'::regnamespace GROUP BY t.oid`

const KEYS = `
  SELECT t.relname || ' ' || c.conname || ' ' || pg_get_constraintdef(c.oid) AS line
  FROM (${TABLES}) t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype IN ('p', 'u', 'f')`

/** Those of keys among them. A partial, expression or null-safe index cannot stand in schema.prisma and is marked. */
const INDEXES = `
  SELECT CASE WHEN i.indpred IS NOT NULL OR i.indexprs IS NOT NULL OR i.indnullsnotdistinct
    THEN 'beyond Prisma: ' ELSE '' END
    || pg_get_indexdef(i.indexrelid) AS line
  FROM (${TABLES}) t JOIN pg_index i ON i.indrelid = t.oid`
