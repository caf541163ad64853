-- What a back-fill has read but not yet taken in when it is stopped, so that it need not be read again.
ALTER TABLE "backfill_pages" ADD COLUMN "document_id" BIGINT, ADD COLUMN "fetched_at" TIMESTAMPTZ(3);
ALTER TABLE "backfill_pages" ADD CONSTRAINT "backfill_pages_document_id_fkey"
  FOREIGN KEY ("document_id") REFERENCES "documents"("id") ON DELETE SET NULL ON UPDATE CASCADE;
