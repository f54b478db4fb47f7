-- Setting a rater's work aside is a row of the record, ended and added and stamped by cuts, so that every revision leaves
-- out whom it left out. The two columns that it replaces were never written.
ALTER TABLE "raters" DROP COLUMN "set_aside_at",
DROP COLUMN "set_aside_reason";

-- CreateTable
CREATE TABLE "set_asides" (
    "id" SERIAL NOT NULL,
    "audit_id" INTEGER NOT NULL,
    "rater_id" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "set_by" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "from_revision" INTEGER,
    "ended_at" TIMESTAMPTZ(3),
    "until_revision" INTEGER,

    CONSTRAINT "set_asides_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "set_asides_audit_id_idx" ON "set_asides"("audit_id");

-- AddForeignKey
ALTER TABLE "set_asides" ADD CONSTRAINT "set_asides_audit_id_fkey" FOREIGN KEY ("audit_id") REFERENCES "audits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "set_asides" ADD CONSTRAINT "set_asides_rater_id_fkey" FOREIGN KEY ("rater_id") REFERENCES "raters"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "set_asides" ADD CONSTRAINT "set_asides_set_by_fkey" FOREIGN KEY ("set_by") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE UNIQUE INDEX "set_asides_current" ON "set_asides" (rater_id) WHERE ended_at IS NULL;
ALTER TABLE "set_asides" ADD CONSTRAINT "set_asides_reason" CHECK (btrim(reason) <> '');
ALTER TABLE "set_asides" ADD CONSTRAINT "set_asides_revisions" CHECK ((until_revision IS NULL OR ended_at IS NOT NULL) AND until_revision >= from_revision);
