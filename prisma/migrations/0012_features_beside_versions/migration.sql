-- An import writes the features of its texts into the rows of their versions: rows of their own, with their keys and indexes,
-- took a sixth of its time in PostgreSQL. What is computed anew later goes into "features", as before, and stands first.
ALTER TABLE "output_versions" ADD COLUMN "feature_set_id" INTEGER,
ADD COLUMN "language" TEXT,
ADD COLUMN "features" DOUBLE PRECISION[];

-- AddForeignKey
ALTER TABLE "output_versions" ADD CONSTRAINT "output_versions_feature_set_id_fkey" FOREIGN KEY ("feature_set_id") REFERENCES "feature_sets"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

ALTER TABLE "output_versions" ADD CONSTRAINT "output_versions_features" CHECK (num_nulls(feature_set_id, language, features) IN (0, 3));
