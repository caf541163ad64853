-- What a document says, so that two whose bytes differ in a time stamp only are known to say the same.
ALTER TABLE "documents" ADD COLUMN "claims_hash" TEXT;
