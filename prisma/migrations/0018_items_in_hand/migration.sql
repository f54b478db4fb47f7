-- What a rater holds or may get back. As an index of all that a rater ever had it was chosen for "has this rater had this
-- output?" while the table was small, and that plan read all of a rater's items for each of 200 outputs in every claim.
DROP INDEX "assignments_of_rater";
CREATE INDEX "assignments_in_hand" ON "assignments" (rater_id) WHERE status IN ('leased', 'expired');
