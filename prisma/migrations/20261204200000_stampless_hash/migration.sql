ALTER TABLE "documents" ADD COLUMN "stampless_hash" TEXT;
