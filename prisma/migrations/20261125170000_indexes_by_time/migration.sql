-- Keys that end in the id tempt the planner, while it takes the table for empty, to look incidents up by id in them: every
-- check of a foreign key then reads a whole index, and a first large ingest ends at its statement timeout. Rows of one
-- moment are few; to sort those by id costs nothing.
DROP INDEX "incidents_history";
DROP INDEX "incidents_newest";

-- CreateIndex
CREATE INDEX "incidents_history" ON "incidents"("vendor_id", "sort_at" DESC);

-- CreateIndex
CREATE INDEX "incidents_newest" ON "incidents"("sort_at" DESC);
