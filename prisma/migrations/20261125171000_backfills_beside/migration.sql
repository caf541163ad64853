-- A back-fill takes hours; what else a source is asked for goes on beside it, document by document.
DROP INDEX "runs_running";
CREATE UNIQUE INDEX "runs_running" ON "runs" ("source_id") WHERE "state" = 'running' AND "mode" <> 'backfill';
