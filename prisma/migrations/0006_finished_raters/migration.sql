-- Who was told the authors' names rates no more in the audit
ALTER TABLE "raters" ADD COLUMN "finished_at" TIMESTAMPTZ(3);
-- When the planned ratings of a sealed audit were in
ALTER TABLE "audits" ADD COLUMN "unsealed_at" TIMESTAMPTZ(3);
