-- A run is given back unfinished each time the database goes away, and not for ever.
ALTER TABLE "runs" ADD COLUMN "interruptions" INTEGER NOT NULL DEFAULT 0;

-- What workers and the schedule ask every few seconds: of a million runs, the few that are not over.
CREATE INDEX "runs_unfinished" ON "runs" ("source_id", "created_at", "id") WHERE "state" IN ('queued', 'running');
