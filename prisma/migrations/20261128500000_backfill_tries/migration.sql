-- A page of a back-fill that cannot be read is noted, passed over and tried again later.
ALTER TABLE "backfill_pages" ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "retry_at" TIMESTAMPTZ(3),
  ADD COLUMN "error_code" TEXT, ADD COLUMN "tried_by" UUID;
-- A run that waits for a host gives its place to others.
ALTER TABLE "runs" ADD COLUMN "start_after" TIMESTAMPTZ(3);
