-- Which components a platform's own page says do not work, and how its indicator was last read where it has an address of its own.
ALTER TABLE "sources" ADD COLUMN "components_out" JSONB,
ADD COLUMN "indicator_etag" TEXT,
ADD COLUMN "indicator_last_modified" TEXT,
ADD COLUMN "indicator_read_at" TIMESTAMPTZ(3);
