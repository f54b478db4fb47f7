-- What a rater is shown of an output asks for the masks of its text
CREATE INDEX "leaks_version_id_idx" ON "leaks" ("version_id");
