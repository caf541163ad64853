ALTER TABLE "documents" RENAME COLUMN "claims_hash" TO "normalised_hash";
