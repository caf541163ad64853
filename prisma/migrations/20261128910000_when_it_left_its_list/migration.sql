-- When a list of the newest or of what is open was first read without it.
ALTER TABLE "incidents" ADD COLUMN "left_at" TIMESTAMPTZ(3);

-- What a list of what is open has ended so far: looked at anew when it is listed again, or its documents are replayed.
UPDATE "incidents" SET "left_at" = now()
WHERE "derived_basis" = 'single' AND "withdrawn_at" IS NULL AND "stated_ended_at" IS NULL AND "source_kind" <> 'maintenance'
  AND ("status" IS NULL OR "status" NOT IN ('resolved', 'postmortem', 'completed'))
  AND EXISTS (SELECT FROM "documents" d WHERE d."source_id" = "incidents"."source_id" AND d."extent" = 'open');
